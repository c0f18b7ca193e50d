'use client';

import type { Analysis } from '@sweetspot/protocol/analysis';
import { useMemo } from 'react';
import { formatDb, formatFrequency } from '../../components/format.ts';
import { Chart, type ChartAxis } from './chart.tsx';

const xAxis = { min: 20, max: 20_000, ticks: [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000] };
/** "63", "1.3k": a frequency on an axis. */
export const shortHz = (hz: number): string => (hz >= 1000 ? `${Math.round(hz / 100) / 10}k` : `${Math.round(hz)}`);
const plain = (value: number): string => `${value}`.replace('-', '−');

/** Where the sound lies: the mean power of every third of an octave, of the middle and of the sides. */
export function SpectrumChart({ analysis, color }: { analysis: Analysis; color: string }) {
  const bands = analysis.spectrum.thirdOctaveDb;
  const drawing = useMemo(() => {
    const loudest = Math.max(...bands.map(({ db }) => db ?? Number.NEGATIVE_INFINITY));
    const top = Math.ceil((loudest + 3) / 6) * 6;
    const yAxis: ChartAxis = {
      min: top - 60,
      max: top,
      ticks: [0, 12, 24, 36, 48, 60].map((below) => top - below),
      format: plain,
    };
    const values = (of: (band: (typeof bands)[number]) => number | null) =>
      bands.map((band) => {
        const db = of(band);
        return db === null ? null : Math.max(yAxis.min, db);
      });
    const hasSides = bands.some(({ sideDb }) => sideDb !== null);
    return {
      x: bands.map(({ hz }) => hz),
      yAxis,
      series: [
        {
          label: hasSides ? 'Middle' : 'Level',
          color,
          filled: true,
          format: formatDb,
          values: values(({ midDb }) => midDb),
        },
        ...(hasSides
          ? [{ label: 'Sides', color: 'var(--muted)', format: formatDb, values: values(({ sideDb }) => sideDb) }]
          : []),
      ],
    };
  }, [bands, color]);
  const loudest = bands.reduce((best, band) => ((band.db ?? -999) > (best.db ?? -999) ? band : best), bands[0]!);
  return (
    <Chart
      label={`Spectrum in thirds of an octave, strongest around ${formatFrequency(loudest.hz)}.`}
      {...drawing}
      xAxis={xAxis}
      xFormat={shortHz}
      logarithmic
      height={220}
    />
  );
}
