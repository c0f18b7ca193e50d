'use client';

import { formatTime } from '@sweetspot/protocol/time';
import type { VersionView } from '@sweetspot/protocol/views';
import { ZoomIn, ZoomOut } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Progress } from '../../components/progress.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { versionColor } from '../../components/version-color.ts';
import { useAnalysis } from '../analysis/use-analysis.ts';
import { CommentMarks } from './comment-marks.tsx';
import { LoudnessLane } from './loudness-lane.tsx';
import { Overview } from './overview.tsx';
import { commonScale, secondsOfFile } from './playable.ts';
import { Playhead } from './playhead.tsx';
import { PresenceMarks } from './presence-marks.tsx';
import { useReview, useReviewLive } from './review-context.tsx';
import { SeekSurface } from './seek-surface.tsx';
import { usePlayerSnapshot } from './use-player-snapshot.ts';
import type { VisibleComments } from './use-visible-comments.ts';
import { placeIn, rulerMoments, type ViewWindow } from './view-window.ts';
import type { WaveformHandle } from './waveform-view.tsx';

const WaveformView = dynamic(() => import('./waveform-view.tsx'), {
  ssr: false,
  loading: () => <Skeleton className="mx-3 my-6 h-[calc(100%-48px)] rounded-m" />,
});

const ChangeLane = dynamic(() => import('./change-lane.tsx'), { ssr: false });

const magnifications = [1, 2, 4, 8, 16, 32, 64] as const;

/** The waveform of the version: look, seek, mark; with ruler, comments, people, loop and loudness in the same time. */
export function Waveform({
  comments,
  zoom,
  onZoom,
}: {
  comments: VisibleComments;
  zoom: number;
  onZoom: (zoom: number) => void;
}) {
  const { version, versions, player } = useReview();
  const { data: measured } = useAnalysis(version?.file.state === 'ready' ? version.file.id : null);
  const wave = useRef<WaveformHandle>(null);
  const durationSeconds = version ? secondsOfFile(version.file) : 0;
  const sampleRate = version?.file.sampleRate ?? 48_000;
  const [window, setWindow] = useState<ViewWindow | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const magnification = magnifications[zoom] ?? 1;
  const view = window && magnification > 1 ? window : { start: 0, end: durationSeconds };
  const color = version ? versionColor(version) : 'var(--v1)';

  if (!version) return null;
  if (version.file.state !== 'ready') return <Unplayable version={version} />;
  return (
    <div className="relative">
      <Ruler view={view} />
      <div className="relative h-38 overflow-hidden md:h-52">
        <WaveformView
          ref={wave}
          fileId={version.file.id}
          durationSeconds={durationSeconds}
          framesPerSecond={sampleRate}
          color={color}
          scale={commonScale(versions)}
          magnification={magnification}
          focus={() => player?.positionSeconds() ?? 0}
          onWindow={setWindow}
          onFailure={setFailure}
        />
        <LoopBand view={view} />
        <PresenceMarks sampleRate={sampleRate} view={view} />
        <SeekSurface
          view={view}
          durationSeconds={durationSeconds}
          onScroll={(pixels) => wave.current?.scrollBy(pixels)}
        />
        <CommentMarks
          comments={comments.shown}
          sampleRate={sampleRate}
          view={view}
          activeId={comments.activeId}
          onOpen={comments.open}
        />
        <DraftMark view={view} sampleRate={sampleRate} />
        <Playhead view={view} durationSeconds={durationSeconds} wave={wave} />
        <div className="absolute top-1 right-1 z-3 flex rounded-m bg-surface/70 max-md:hidden">
          <IconButton
            label="Zoom out"
            shortcut="−"
            size="s"
            icon={<ZoomOut aria-hidden className="size-4" />}
            disabled={zoom === 0}
            onClick={() => onZoom(Math.max(0, zoom - 1))}
          />
          <IconButton
            label="Zoom in"
            shortcut="+"
            size="s"
            icon={<ZoomIn aria-hidden className="size-4" />}
            disabled={zoom === magnifications.length - 1}
            onClick={() => onZoom(Math.min(magnifications.length - 1, zoom + 1))}
          />
        </div>
        {failure ? (
          <p role="status" className="absolute inset-x-0 top-1/2 -translate-y-1/2 text-center text-muted text-sm">
            {failure}
          </p>
        ) : null}
      </div>
      {magnification === 1 ? null : (
        <Overview
          fileId={version.file.id}
          durationSeconds={durationSeconds}
          view={view}
          onMove={(seconds) => wave.current?.scrollTo(seconds)}
        />
      )}
      {versions.length > 1 ? <ChangeLane view={view} /> : null}
      <LoudnessLane analysis={measured?.analysis ?? null} view={view} color={color} />
    </div>
  );
}

/** A version that is being prepared, or cannot be heard at all. */
function Unplayable({ version }: { version: VersionView }) {
  const live = useReviewLive();
  const job = [...live.jobs.values()].find(
    ({ subjectId }) => subjectId === version.id || subjectId === version.file.id,
  );
  return (
    <div className="grid h-52 place-items-center p-6 max-md:h-40">
      {version.file.state === 'failed' ? (
        <Notice tone="bad">{version.file.failureMessage ?? 'This file could not be read. Upload it again.'}</Notice>
      ) : (
        <div className="grid w-full max-w-72 gap-2 text-center text-muted">
          <span>{version.label} is being measured and prepared</span>
          <Progress value={job?.progress ?? null} label={`Preparing ${version.label}`} />
        </div>
      )}
    </div>
  );
}

export const zoomLevels = magnifications.length;

function Ruler({ view }: { view: ViewWindow }) {
  return (
    <div aria-hidden className="relative h-6 overflow-hidden border-line border-b text-[11px] text-faint tabular-nums">
      {rulerMoments(view, 9).map((moment) => (
        <span
          key={moment}
          className="absolute inset-y-0 border-line border-l pt-1 pl-1.5"
          style={{ left: `${placeIn(view, moment) * 100}%` }}
        >
          {formatTime(moment, view.end - view.start < 8 ? 1 : 0)}
        </span>
      ))}
    </div>
  );
}

function LoopBand({ view }: { view: ViewWindow }) {
  const loop = usePlayerSnapshot((snapshot) => snapshot.loop);
  const enabled = usePlayerSnapshot((snapshot) => snapshot.loopEnabled);
  const sampleRate = usePlayerSnapshot((snapshot) => snapshot.sampleRate);
  if (!loop) return null;
  const start = Math.max(0, placeIn(view, loop.startSample / sampleRate));
  const end = Math.min(1, placeIn(view, loop.endSample / sampleRate));
  if (end <= start) return null;
  return (
    <div
      aria-hidden
      className={`pointer-events-none absolute inset-y-0 border-x-2 border-t-2 ${enabled ? 'border-ok bg-ok/10' : 'border-line-strong'}`}
      style={{ left: `${start * 100}%`, width: `${(end - start) * 100}%` }}
    />
  );
}

function DraftMark({ view, sampleRate }: { view: ViewWindow; sampleRate: number }) {
  const { draft, version } = useReview();
  if (!draft || draft.versionId !== version?.id) return null;
  const start = placeIn(view, draft.startSample / sampleRate);
  const end = draft.endSample === null ? start : placeIn(view, draft.endSample / sampleRate);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 min-w-0.5 border-accent border-x border-dashed bg-accent-soft"
      style={{ left: `${start * 100}%`, width: `${Math.max(0, end - start) * 100}%` }}
    />
  );
}
