'use client';

import type { Analysis } from '@sweetspot/protocol/analysis';
import { formatTime } from '@sweetspot/protocol/time';
import { useMemo } from 'react';
import { formatDb, formatLufs, formatTruePeak } from '../../components/format.ts';
import { rulerMoments } from '../review/view-window.ts';
import { Chart, type ChartAxis } from './chart.tsx';

const levels: ChartAxis = {
  min: -48,
  max: 3,
  ticks: [-48, -36, -24, -12, 0],
  format: (value) => `${value}`.replace('-', '−'),
};
const timeOf = (seconds: number) => formatTime(seconds, 0);

/** Loudness and peaks over time; a click goes there. */
export function LoudnessChart({
  analysis,
  color,
  onPick,
}: {
  analysis: Analysis;
  color: string;
  onPick: (seconds: number) => void;
}) {
  const { curve, loudness, format } = analysis;
  const drawing = useMemo(() => {
    const seconds = format.frames / format.sampleRate;
    const x = curve.shortTermLufs.map((_, index) => (index + 1) * curve.everySeconds);
    const clipped = (values: readonly (number | null)[]) =>
      values.map((value) => (value === null ? null : Math.max(levels.min, value)));
    const line = (label: string, tone: string, values: readonly (number | null)[], as: (value: number) => string) =>
      values.length === x.length ? [{ label, color: tone, values: clipped(values), format: as }] : [];
    const integrated = loudness.integratedLufs;
    return {
      x,
      xAxis: { min: 0, max: seconds, ticks: rulerMoments({ start: 0, end: seconds }, 7) },
      series: [
        ...line('Short-term', color, curve.shortTermLufs, formatLufs).map((one) => ({ ...one, filled: true })),
        ...line('True peak', 'var(--muted)', curve.truePeakDbtp, formatTruePeak),
        ...(integrated === null
          ? []
          : [
              {
                label: 'Integrated',
                color: 'var(--warn)',
                values: x.map(() => integrated),
                dashed: true,
                format: formatLufs,
              },
            ]),
      ],
    };
  }, [curve, loudness, format, color]);
  const label = `Loudness over time: ${formatLufs(loudness.integratedLufs)} integrated, at most ${formatLufs(loudness.maxShortTermLufs)} over three seconds${loudness.rangeLu === null ? '' : `, a range of ${formatDb(loudness.rangeLu).replace('dB', 'LU')}`}.`;
  return <Chart label={label} {...drawing} xFormat={timeOf} yAxis={levels} height={220} onPick={onPick} />;
}
