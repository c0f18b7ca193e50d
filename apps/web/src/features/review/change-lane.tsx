'use client';

import type { Change, ComparisonResult } from '@sweetspot/protocol/comparisons';
import { formatTime } from '@sweetspot/protocol/time';
import { versionBefore } from '@sweetspot/protocol/version-before';
import { Diff } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../components/button.tsx';
import { useReview } from './review-context.tsx';
import { describeOne, isUnchanged } from './travelling-comments.ts';
import { useComparisons } from './use-comparisons.ts';
import { useDifference } from './use-difference.ts';
import { placeIn, type ViewWindow } from './view-window.ts';

const percent = (place: number): string => `${(place * 100).toFixed(3)}%`;

/** Where, and how, the version differs from the one before it; nothing for the first of all. */
export default function ChangeLane({ view }: { view: ViewWindow }) {
  const { version, versions, player } = useReview();
  const { list } = useComparisons();
  const difference = useDifference();
  const ready = versions.filter(({ file }) => file.state === 'ready');
  const before = version ? versionBefore(version, ready) : null;
  const comparison = list?.find(({ versionId, againstId }) => versionId === version?.id && againstId === before?.id);
  if (!version || !before || !comparison) return null;
  if (comparison.state !== 'ready')
    return (
      <p role="status" className="truncate border-line border-t px-2 py-1 text-[11px] text-muted">
        {comparison.state === 'pending'
          ? `Comparing with ${before.label} …`
          : `What changed since ${before.label} is not known: ${comparison.reason}`}
      </p>
    );
  const { result } = comparison;
  const seconds = (sample: number) => sample / result.sampleRate;
  // Where everything changed, moments are not worth a frame.
  const isTold = ({ fromSample, toSample }: Change) =>
    result.verdict === 'changed' || toSample - fromSample >= result.sampleRate;
  return (
    <section aria-label={`What changed since ${before.label}`} className="border-line border-t px-2 pt-1 pb-1.5">
      <div className="flex items-center gap-2">
        <p className="line-clamp-2 min-w-0 flex-1 text-[11px] text-muted md:line-clamp-1" title={result.sentence}>
          {result.sentence}
        </p>
        {difference ? (
          <Button
            size="s"
            variant="quiet"
            pressed={difference.heard}
            className="-my-1 -mr-1"
            icon={<Diff aria-hidden className="size-3.5" />}
            onClick={() => {
              player?.solo(difference.heard ? null : difference.source);
              if (!difference.heard) void player?.play();
            }}
          >
            Hear the difference
          </Button>
        ) : null}
      </div>
      {isUnchanged(result) ? null : (
        <div className="relative -mx-2 mt-1 h-4 overflow-hidden">
          <Amounts curve={result.curve} view={view} />
          {result.changes.filter(isTold).map((change) => {
            const start = placeIn(view, seconds(change.fromSample));
            const end = placeIn(view, seconds(change.toSample));
            if (end < 0 || start > 1) return null;
            const [left, right] = [Math.max(0, start), Math.min(1, end)];
            const from = formatTime(seconds(change.fromSample), 1);
            const name = `${from} – ${formatTime(seconds(change.toSample), 1)}: ${describeOne(change)}`;
            return (
              <button
                key={change.fromSample}
                type="button"
                title={name}
                aria-label={`Go to ${name}`}
                onClick={() => player?.seek(seconds(change.fromSample) * player.getSnapshot().sampleRate)}
                className="absolute inset-y-0 min-w-1 overflow-hidden truncate rounded-s border border-accent px-1 text-left text-[11px] text-ink leading-3.5 tabular-nums hover:bg-accent/40 touch:after:absolute touch:after:-inset-y-3.5 touch:after:inset-x-0"
                style={{ left: percent(left), width: percent(right - left) }}
              >
                {right - left > 0.05 ? describeOne(change) : null}
              </button>
            );
          })}
        </div>
      )}
    </section>
  );
}

/** Nothing is drawn of what lies further below the music. */
const leastDb = -48;

/** How much differs, as bars: full height where the difference is as loud as the music. */
function Amounts({
  curve: { everySeconds, relativeDb },
  view,
}: {
  curve: ComparisonResult['curve'];
  view: ViewWindow;
}) {
  const line = useMemo(
    () =>
      relativeDb
        .map((db, step) => {
          const height = db === null ? 0 : Math.max(0, Math.min(1, 1 - db / leastDb));
          const [from, to] = [step * everySeconds, (step + 1) * everySeconds];
          return height === 0 ? '' : `M${from} 1V${(1 - height).toFixed(3)}H${to}V1Z`;
        })
        .join(''),
    [everySeconds, relativeDb],
  );
  return (
    <svg
      aria-hidden
      className="absolute inset-0 size-full"
      viewBox={`${view.start} 0 ${Math.max(0.001, view.end - view.start)} 1`}
      preserveAspectRatio="none"
    >
      <path d={line} fill="var(--accent)" opacity={0.55} />
    </svg>
  );
}
