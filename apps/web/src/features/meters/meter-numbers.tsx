'use client';

import { type LiveReading, liveReadingOf } from '@sweetspot/dsp/live-meter';
import type { Meters } from '@sweetspot/player/meters';
import { useEffect, useRef } from 'react';
import { cx } from '../../components/cx.ts';

const none = '–';
/** Below, nothing plays. */
const floorDb = -100;
const number = (value: number): string => (value > floorDb ? value.toFixed(1).replace('-', '\u2212') : none);
const paintEveryMs = 200;

const figures: readonly { name: string; unit: string; of: (reading: LiveReading) => string }[] = [
  { name: 'Momentary', unit: 'LUFS', of: (reading) => number(reading.momentaryLufs) },
  { name: 'Short-term', unit: 'LUFS', of: (reading) => number(reading.shortTermLufs) },
  { name: 'Integrated', unit: 'LUFS', of: (reading) => number(reading.integratedLufs) },
  { name: 'Range', unit: 'LU', of: (reading) => (reading.rangeLu > 0 ? reading.rangeLu.toFixed(1) : none) },
  {
    name: 'True peak',
    unit: 'dBTP',
    of: ({ truePeakDbtp: { left, right } }) => number(Math.max(left, right)),
  },
  {
    name: 'Correlation',
    unit: '',
    of: ({ recent: { correlation } }) =>
      correlation === null ? none : `${correlation < 0 ? '\u2212' : '+'}${Math.abs(correlation).toFixed(2)}`,
  },
];

/** The readings as numbers, painted five times a second past React. */
export function MeterNumbers({ meters, className }: { meters: Meters | null; className?: string }) {
  const values = useRef<(HTMLElement | null)[]>([]);
  useEffect(() => {
    if (!meters) return;
    const paint = () => {
      const reading = liveReadingOf(meters.values);
      for (const [at, { of }] of figures.entries()) {
        const element = values.current[at];
        const text = of(reading);
        if (element && element.textContent !== text) element.textContent = text;
      }
    };
    const timer = setInterval(paint, paintEveryMs);
    return () => clearInterval(timer);
  }, [meters]);
  return (
    <dl className={cx('grid grid-cols-3 gap-x-4 gap-y-2', className)}>
      {figures.map(({ name, unit }, at) => (
        <div key={name}>
          <dt className="whitespace-nowrap text-[11px] text-muted">{name}</dt>
          <dd className="whitespace-nowrap font-semibold tabular-nums">
            <span
              ref={(element) => {
                values.current[at] = element;
              }}
            >
              {none}
            </span>{' '}
            <span className="font-normal text-[11px] text-muted">{unit}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
