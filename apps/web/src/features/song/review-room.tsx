'use client';

import { Ear } from 'lucide-react';
import dynamic from 'next/dynamic';
import { memo, useCallback, useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useBlindRoom } from '../blind/use-blind-room.ts';
import { MetersButton } from '../meters/meters-button.tsx';
import { useMetersOpen } from '../meters/use-meters-open.ts';
import { CommentsPanel } from '../review/comments-panel.tsx';
import { MonitorButton } from '../review/monitor-button.tsx';
import { useReview } from '../review/review-context.tsx';
import { LoopButton, MatchButton, Transport } from '../review/transport.tsx';
import { useShortcuts } from '../review/use-shortcuts.ts';
import { useVisibleComments } from '../review/use-visible-comments.ts';
import { VersionChips } from '../review/version-chips.tsx';
import { VersionNumbers } from '../review/version-numbers.tsx';
import { Waveform, zoomLevels } from '../review/waveform.tsx';
import { RequestBadge } from './request-badge.tsx';
import { ApproveButton } from './song-actions.tsx';
import { SongTabs } from './song-tabs.tsx';
import { NextStepLine } from './stage-bar.tsx';
import { useUploadPicker } from './upload-zone.tsx';

const ShortcutsDialog = dynamic(() => import('../review/shortcuts-dialog.tsx'), { ssr: false });
const MeterPanel = dynamic(() => import('../meters/meter-panel.tsx'), { ssr: false });
const UploadList = dynamic(() => import('./upload-list.tsx'), { ssr: false });
const BlindDialog = dynamic(() => import('../blind/blind-dialog.tsx'), { ssr: false });
const BlindInvitation = dynamic(() => import('../blind/blind-invitation.tsx'), { ssr: false });
const CommentSheet = dynamic(() => import('../review/comment-sheet.tsx'), { ssr: false });

/**
 * Listening and talking on top, the song's material below; on a desktop the conversation stands beside both. Drawn again
 * for what its contexts say, not because somebody elsewhere moved.
 */
export const ReviewRoom = memo(function ReviewRoom() {
  const { song, version, draft, setDraft, player, can } = useReview();
  const comments = useVisibleComments();
  const [zoom, setZoom] = useState(0);
  const [metersOpen, toggleMeters] = useMetersOpen();
  const [helping, setHelping] = useState(false);
  const [composing, setComposing] = useState(false);
  const blind = useBlindRoom();
  const versionId = version?.id;
  const hasDraft = draft !== null;

  const composeHere = useCallback(() => {
    if (player && versionId && !hasDraft)
      setDraft({ versionId, startSample: player.positionSamples(), endSample: null, openEnd: false });
    setComposing(true);
  }, [player, versionId, hasDraft, setDraft]);
  const compose = () => {
    // On a desktop the composer stands in the panel; on a phone it comes up as a sheet.
    const composer = document.getElementById('comment-composer');
    if (composer && composer.offsetParent !== null) composer.focus();
    else setComposing(true);
  };
  useShortcuts(comments, {
    zoomBy: (steps) => setZoom((current) => Math.max(0, Math.min(zoomLevels - 1, current + steps))),
    meters: toggleMeters,
    help: () => setHelping(true),
    blind: () => can('abx.start') && blind.open(),
    compose,
  });
  // A link to a comment goes there once the comments have come.
  const { active, open } = comments;
  const [arrived, setArrived] = useState(false);
  useEffect(() => {
    if (arrived || !player || !active) return;
    setArrived(true);
    open(active);
  }, [arrived, player, active, open]);

  return (
    <main
      id="main"
      tabIndex={-1}
      className="grid grid-cols-[minmax(0,1fr)] items-start outline-none max-md:pb-24 lg:grid-cols-[minmax(0,1fr)_372px] lg:grid-rows-[auto_1fr]"
    >
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 px-6 pt-4 max-md:px-4">
        <NextStepLine song={song} />
        {can('upload.view') ? <UploadList song={song} /> : null}
        <BlindInvitation onOpen={blind.open} />
        {version ? (
          <>
            <div className="flex flex-wrap items-center gap-2">
              <h1 className="min-w-0 flex-1 text-balance font-semibold text-xl leading-tight tracking-tight">
                {version.label}
                <span className="font-normal text-muted max-md:block max-md:text-base">
                  {version.name && version.kind !== 'reference' ? ` ${version.name}` : ''}
                  {version.createdBy ? ` by ${version.createdBy.name}` : ''}, <RelativeTime date={version.createdAt} />
                </span>
              </h1>
              <RequestBadge />
              {can('abx.start') ? (
                <Button
                  variant="quiet"
                  className="max-md:hidden"
                  aria-keyshortcuts="B"
                  title="Compare versions without knowing which is which"
                  icon={<Ear aria-hidden className="size-4" />}
                  onClick={() => blind.open()}
                >
                  Blind test <Kbd>B</Kbd>
                </Button>
              ) : null}
            </div>
            <VersionChips />
            <section aria-label="Player" className="relative overflow-clip rounded-l border border-line bg-surface">
              <Waveform comments={comments} zoom={zoom} onZoom={setZoom} />
              <Transport
                onComment={composeHere}
                metersButton={<MetersButton open={metersOpen} onToggle={toggleMeters} />}
              />
              {metersOpen && version.file.state === 'ready' ? <MeterPanel /> : null}
            </section>
            <div className="flex items-center gap-2 md:hidden">
              <MatchButton />
              <MonitorButton />
              <LoopButton />
              <MetersButton open={metersOpen} onToggle={toggleMeters} />
            </div>
            <VersionNumbers version={version} className="justify-between overflow-x-auto xl:hidden" />
            <div className="grid gap-1 md:hidden">
              <ApproveButton />
              {can('abx.start') ? (
                <Button variant="quiet" icon={<Ear aria-hidden className="size-4" />} onClick={() => blind.open()}>
                  Blind test
                </Button>
              ) : null}
            </div>
          </>
        ) : (
          <FirstVersion />
        )}
      </div>
      <div className="min-w-0 max-lg:mt-4 max-lg:flex max-lg:max-h-[75dvh] max-lg:flex-col max-lg:border-line max-lg:border-y lg:sticky lg:top-25 lg:row-span-2 lg:h-[calc(100dvh-var(--spacing)*25)] lg:border-line lg:border-l">
        <CommentsPanel comments={comments} className="lg:h-full" />
      </div>
      <div className="min-w-0 px-6 pt-4 pb-12 max-md:px-4">
        <SongTabs />
      </div>
      {blind.room ? <BlindDialog blindTestId={blind.room.blindTestId} onClose={blind.close} /> : null}
      {helping ? <ShortcutsDialog open onOpenChange={setHelping} /> : null}
      {composing ? (
        <CommentSheet
          open
          onOpenChange={(next) => {
            setComposing(next);
            if (!next) setDraft(null);
          }}
        />
      ) : null}
    </main>
  );
});

/** A song without a version: what makes the first one. */
function FirstVersion() {
  const { song, can } = useReview();
  const picker = useUploadPicker();
  const hasStems = song.stems.some(({ file }) => file.state !== 'failed');
  return (
    <>
      <h1 className="font-semibold text-xl leading-tight tracking-tight">{song.title}</h1>
      <EmptyState
        title={hasStems ? 'The stems are here; the first mix is next' : 'Nothing to hear yet'}
        action={
          picker ? (
            <>
              <Button variant={hasStems ? 'default' : 'primary'} onClick={picker.pickFiles}>
                Upload files
              </Button>
              <Button onClick={picker.pickFolder}>Upload a folder</Button>
            </>
          ) : null
        }
      >
        {can('render.request') && hasStems
          ? 'Make a rough mix with one click under “Mix” below, or upload one.'
          : picker
            ? 'Drop stems, a rough mix or a finished mix anywhere on this page. Nobody has to think about formats.'
            : 'As soon as somebody uploads stems or a mix, you can listen and comment here.'}
      </EmptyState>
    </>
  );
}
