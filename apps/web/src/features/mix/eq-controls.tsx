'use client';

import type { MixRecipe } from '@sweetspot/protocol/recipes';
import { Select } from '../../components/select.tsx';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { decibels, frequency, logScale } from './scales.ts';

type Eq = MixRecipe['bus']['eq'];
type Band = Eq['bands'][number];

const types: readonly { value: Band['type']; label: string }[] = [
  { value: 'lowShelf', label: 'Low shelf' },
  { value: 'bell', label: 'Bell' },
  { value: 'highShelf', label: 'High shelf' },
  { value: 'notch', label: 'Notch' },
  { value: 'tilt', label: 'Tilt' },
  { value: 'highPass', label: 'High-pass' },
  { value: 'lowPass', label: 'Low-pass' },
];
const gain = decibels(-18, 18);
const hertz = frequency(20, 20_000);
const quality = logScale(0.1, 16, (q) => q.toFixed(2));
const withoutGain: readonly Band['type'][] = ['highPass', 'lowPass', 'notch'];

/** Said of a band that works on one half of a stereo signal only. */
const sideOf = ({ channel }: Band): string =>
  channel === 'side' ? ', sides only' : channel === 'mid' ? ', middle only' : '';

/** An equaliser's bands. Touching one switches the equaliser on. */
export function EqControls({
  title = 'Equaliser',
  eq,
  onChange,
  className,
}: {
  title?: string;
  eq: Eq;
  onChange: (eq: Eq) => void;
  className?: string;
}) {
  const change = (index: number, band: Partial<Band>) =>
    onChange({
      enabled: true,
      bands: eq.bands.map((one, n) => (n === index ? { ...one, enabled: true, ...band } : one)),
    });
  return (
    <ProcessorBox
      title={title}
      enabled={eq.enabled}
      onToggle={(enabled) => onChange({ ...eq, enabled })}
      {...(className ? { className } : {})}
    >
      <div className="grid gap-x-5 gap-y-4 @sm:grid-cols-2 @2xl:grid-cols-4">
        {eq.bands.map((band, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a band is its place
          <div key={index} className="grid content-start gap-2">
            <Select
              aria-label={`${title}, type of band ${index + 1}${sideOf(band)}`}
              value={band.type}
              options={types}
              onChange={(type) => change(index, { type })}
              className="h-8!"
            />
            <Parameter
              label={`Frequency${sideOf(band)}`}
              value={band.frequencyHz}
              scale={hertz}
              onChange={(frequencyHz) => change(index, { frequencyHz })}
            />
            <Parameter
              label="Gain"
              value={band.gainDb}
              scale={gain}
              neutral={0}
              disabled={withoutGain.includes(band.type)}
              onChange={(gainDb) => change(index, { gainDb })}
            />
            <Parameter
              label="Q"
              value={band.q}
              scale={quality}
              neutral={Math.SQRT1_2}
              onChange={(q) => change(index, { q })}
            />
          </div>
        ))}
      </div>
    </ProcessorBox>
  );
}
