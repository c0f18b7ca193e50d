'use client';

import { type MarkerFormatId, markerFormatIds, markerFormats, parseClock } from '@sweetspot/markers';
import { Download } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { plural } from '../../components/format.ts';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useAnalysis } from '../analysis/use-analysis.ts';
import { commentFilterName } from './comment-filter-name.ts';
import { markersOf } from './markers-of.ts';
import { useReview } from './review-context.tsx';
import type { VisibleComments } from './use-visible-comments.ts';

const frameRates = ['23.976', '24', '25', '29.97', '30'] as const;
const previewLines = 8;
const key = 'sweetspot.markers';

type Choice = { format: MarkerFormatId; frameRate: (typeof frameRates)[number] };

function recallChoice(): Choice {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Choice>;
    const format = markerFormatIds.find((id) => id === stored.format) ?? 'midi';
    return { format, frameRate: frameRates.find((rate) => rate === stored.frameRate) ?? '25' };
  } catch {
    // Written by hand or by another release.
    return { format: 'midi', frameRate: '25' };
  }
}

/** The comments in the list as markers for a workstation, or as a list. */
export default function MarkersDialog({
  comments,
  open,
  onOpenChange,
}: {
  comments: VisibleComments;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const count = comments.shown.length;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Take the notes to your workstation"
      description={`${plural(count, 'note')}, as the list shows them now (${commentFilterName[comments.filter].toLowerCase()}).`}
    >
      <MarkersForm comments={comments} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function MarkersForm({ comments, onDone }: { comments: VisibleComments; onDone: () => void }) {
  const { song, version } = useReview();
  const [choice, setChoice] = useState(recallChoice);
  const [start, setStart] = useState('0:00.000');
  const { data: measured } = useAnalysis(version?.file.state === 'ready' ? version.file.id : null);
  const heardBpm = measured?.analysis.music.tempo?.bpm;
  const [typedBpm, setTypedBpm] = useState<string | null>(null);
  const bpmText = typedBpm ?? (heardBpm ? String(Math.round(heardBpm * 10) / 10) : '120');
  const bpm = Number(bpmText.replace(',', '.'));
  const startSeconds = parseClock(start);
  const format = markerFormats[choice.format];
  const faults = {
    start: startSeconds === null ? 'Write it as minutes and seconds: 1:30.250' : undefined,
    bpm: format.needs === 'tempo' && !(bpm >= 20 && bpm <= 400) ? 'Between 20 and 400 beats a minute.' : undefined,
  };
  const title = `${song.title}, ${version?.label ?? ''}`;
  const written = useMemo(() => {
    if (faults.start || faults.bpm) return null;
    return format.write(markersOf(comments.shown, version?.file.sampleRate ?? 48_000), {
      title,
      songStartSeconds: startSeconds ?? 0,
      bpm,
      framesPerSecond:
        choice.frameRate === '23.976'
          ? 24_000 / 1001
          : choice.frameRate === '29.97'
            ? 30_000 / 1001
            : Number(choice.frameRate),
    });
  }, [faults.start, faults.bpm, format, comments.shown, version, title, startSeconds, bpm, choice.frameRate]);

  const change = (next: Partial<Choice>) => {
    const chosen = { ...choice, ...next };
    setChoice(chosen);
    localStorage.setItem(key, JSON.stringify(chosen));
  };
  const download = (event: FormEvent) => {
    event.preventDefault();
    if (written === null) return;
    const blob = new Blob([typeof written === 'string' ? written : Uint8Array.from(written)], {
      type: format.mediaType,
    });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${title.replaceAll(/[\\/:*?"<>|]+/g, ' ')}, notes.${format.extension}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    onDone();
  };
  return (
    <form onSubmit={download} noValidate>
      <div className="grid gap-4 md:grid-cols-2">
        <SelectField
          className="md:col-span-2"
          label="For"
          value={choice.format}
          onChange={(id) => change({ format: id })}
          options={markerFormatIds.map((id) => ({ value: id, label: markerFormats[id].name }))}
          hint={format.howTo}
        />
        <TextField
          label="The song starts in your session at"
          value={start}
          onChange={(event) => setStart(event.target.value)}
          error={faults.start}
          inputMode="decimal"
        />
        {format.needs === 'tempo' ? (
          <TextField
            label="Tempo of your session, bpm"
            value={bpmText}
            onChange={(event) => setTypedBpm(event.target.value)}
            error={faults.bpm}
            hint={typedBpm === null && heardBpm ? 'As it was heard in the song.' : undefined}
            inputMode="decimal"
          />
        ) : null}
        {format.needs === 'frames' ? (
          <SelectField
            label="Frames a second"
            value={choice.frameRate}
            onChange={(frameRate) => change({ frameRate })}
            options={frameRates.map((rate) => ({ value: rate, label: rate }))}
          />
        ) : null}
      </div>
      {typeof written === 'string' ? (
        <section
          aria-label="Beginning of the file"
          className="mt-4 rounded-m border border-line bg-bg p-3 text-muted text-xs leading-relaxed"
        >
          <pre className="line-clamp-8 whitespace-pre-wrap wrap-anywhere">
            {written.split('\n').slice(0, previewLines).join('\n')}
          </pre>
        </section>
      ) : null}
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={written === null || comments.shown.length === 0}
          icon={<Download aria-hidden className="size-4" />}
        >
          Download
        </Button>
      </DialogFooter>
    </form>
  );
}
