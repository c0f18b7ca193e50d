'use client';

import { RotateCcw } from 'lucide-react';
import { formatDbChange } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { versionColor } from '../../components/version-color.ts';
import { useReview } from '../review/review-context.tsx';
import { usePlayerSnapshot } from '../review/use-player-snapshot.ts';
import { LevelBars } from './level-bars.tsx';
import { MeterNumbers } from './meter-numbers.tsx';
import { SpectrumView } from './spectrum-view.tsx';
import { useMeters } from './use-meters.ts';

/** Loudness, peaks, correlation and spectrum of what this page plays, before the monitor and as loud as it plays. */
export default function MeterPanel() {
  const { version } = useReview();
  const opened = useMeters();
  const gainDb = usePlayerSnapshot((snapshot) => snapshot.gainDb);
  if (opened === 'failed')
    return (
      <p role="status" className="border-line border-t px-4 py-3 text-muted text-sm">
        The meters could not be loaded. Reload the page to try again.
      </p>
    );
  return (
    <section
      aria-label="Meters"
      className="grid gap-x-6 gap-y-3 border-line border-t px-4 py-3 md:grid-cols-[minmax(0,1fr)_minmax(260px,320px)]"
    >
      <SpectrumView
        meters={opened}
        color={version ? versionColor(version) : 'var(--accent)'}
        className="h-30 md:h-auto md:min-h-34"
      />
      <div className="grid content-start gap-3">
        <MeterNumbers meters={opened} />
        <LevelBars meters={opened} />
        <p className="flex min-h-7 items-center gap-2 text-[11px] text-muted">
          <span className="min-w-0 flex-1">
            {opened === null
              ? 'Press play to measure.'
              : gainDb === 0
                ? 'As it plays.'
                : `As it plays: ${formatDbChange(gainDb)} against the file.`}
          </span>
          <IconButton
            label="Measure anew"
            size="s"
            disabled={opened === null}
            icon={<RotateCcw aria-hidden className="size-3.5" />}
            onClick={() => opened?.reset()}
          />
        </p>
      </div>
    </section>
  );
}
