'use client';

import type { Finding } from '@sweetspot/protocol/readiness';
import { formatTime } from '@sweetspot/protocol/time';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';

const looks = {
  problem: { word: 'Problem', icon: <CircleAlert aria-hidden className="text-bad" /> },
  warning: { word: 'Warning', icon: <TriangleAlert aria-hidden className="text-warn" /> },
  info: { word: 'Note', icon: <Info aria-hidden className="text-muted" /> },
} as const;
/** More buttons than this are no help. */
const mostPlaces = 12;

/** What was noticed, worst first; places can be gone to. */
export function Findings({
  findings,
  label,
  onPick,
}: {
  findings: readonly Finding[];
  label: string;
  onPick?: (seconds: number) => void;
}) {
  return (
    <ul aria-label={label} className="grid gap-2">
      {findings.map(({ code, severity, message, atSeconds }) => (
        <li key={`${code} ${message}`} className="flex gap-2.5 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
          {looks[severity].icon}
          <div className="min-w-0">
            <p className="text-pretty">
              <span className="sr-only">{looks[severity].word}: </span>
              {message}
            </p>
            {onPick && atSeconds.length > 0 ? (
              <p className="mt-1 flex flex-wrap gap-1">
                {atSeconds.slice(0, mostPlaces).map((seconds) => (
                  <button
                    key={seconds}
                    type="button"
                    className="rounded-s border border-line-strong px-1.5 text-sm tabular-nums hover:bg-hover max-md:min-h-11 max-md:px-3"
                    onClick={() => onPick(seconds)}
                  >
                    <span className="sr-only">Go to </span>
                    {formatTime(seconds, 1)}
                  </button>
                ))}
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
