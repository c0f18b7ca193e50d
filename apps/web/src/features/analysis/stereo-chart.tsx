'use client';

import type { Analysis } from '@sweetspot/protocol/analysis';
import { formatTime } from '@sweetspot/protocol/time';
import { useMemo } from 'react';
import { rulerMoments } from '../review/view-window.ts';
import { Chart, type ChartAxis } from './chart.tsx';

const plain = (value: number): string => value.toFixed(2).replace('-', '−');
const yAxis: ChartAxis = {
  min: -1.05,
  max: 1.05,
  ticks: [-1, 0, 1],
  format: (value) => (value > 0 ? `+${value}` : `${value}`.replace('-', '−')),
};
const timeOf = (seconds: number) => formatTime(seconds, 0);

/** How left and right go together over time: +1 the same, 0 unrelated, −1 against each other. A click goes there. */
export function StereoChart({
  analysis: { curve, format, stereo },
  color,
  onPick,
}: {
  analysis: Analysis;
  color: string;
  onPick: (seconds: number) => void;
}) {
  const drawing = useMemo(() => {
    const seconds = format.frames / format.sampleRate;
    const x = curve.correlation.map((_, index) => (index + 1) * curve.everySeconds);
    return {
      x,
      xAxis: { min: 0, max: seconds, ticks: rulerMoments({ start: 0, end: seconds }, 7) },
      series: [{ label: 'Correlation', color, values: curve.correlation, format: plain }],
    };
  }, [curve, format, color]);
  const label = `Correlation of left and right over time: ${plain(stereo.correlationMean ?? 0)} on average, at least ${plain(stereo.correlationMin ?? 0)}.`;
  return <Chart label={label} {...drawing} xFormat={timeOf} yAxis={yAxis} height={140} onPick={onPick} />;
}
