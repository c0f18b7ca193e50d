'use client';

import type { Analysis } from '@sweetspot/protocol/analysis';
import { useMemo } from 'react';
import { formatLufs } from '../../components/format.ts';
import type { ViewWindow } from './view-window.ts';

const top = -4;
const bottom = -40;
const height = (lufs: number | null): number =>
  ((top - Math.max(bottom, Math.min(top, lufs ?? bottom))) / (top - bottom)) * 100;

/** Short-term loudness over time, with the integrated loudness as a line to compare it with. */
export function LoudnessLane({
  analysis,
  view,
  color,
}: {
  analysis: Analysis | null;
  view: ViewWindow;
  color: string;
}) {
  const line = useMemo(() => {
    if (!analysis) return '';
    const { everySeconds, shortTermLufs } = analysis.curve;
    return shortTermLufs
      .map((lufs, index) => `${index ? 'L' : 'M'}${((index + 1) * everySeconds).toFixed(2)} ${height(lufs).toFixed(2)}`)
      .join('');
  }, [analysis]);
  const integrated = analysis?.loudness.integratedLufs ?? null;
  const length = Math.max(0.001, view.end - view.start);
  const lastX = analysis ? analysis.curve.shortTermLufs.length * analysis.curve.everySeconds : 0;
  return (
    <div className="relative h-14 border-line border-t">
      <span className="absolute top-0.5 left-2 text-[11px] text-muted">
        Short-term loudness{integrated === null ? '' : ` · integrated ${formatLufs(integrated)}`}
      </span>
      <div className="absolute inset-x-0 top-5 bottom-0">
        {line ? (
          <svg aria-hidden className="size-full" viewBox={`${view.start} 0 ${length} 100`} preserveAspectRatio="none">
            <path d={`${line}L${lastX} 100L${analysis!.curve.everySeconds} 100Z`} fill={color} opacity={0.14} />
            <path d={line} fill="none" stroke={color} strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
          </svg>
        ) : null}
        {integrated === null ? null : (
          <div
            aria-hidden
            className="absolute inset-x-0 border-warn/70 border-t border-dashed"
            style={{ top: `${height(integrated)}%` }}
          />
        )}
      </div>
    </div>
  );
}
