'use client';

import type { MasterRecipe } from '@sweetspot/protocol/recipes';
import { Select } from '../../components/select.tsx';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { decibels, percent } from './scales.ts';

type Saturation = MasterRecipe['saturation'];

const characters: readonly { value: Saturation['character']; label: string }[] = [
  { value: 'tape', label: 'Tape' },
  { value: 'tube', label: 'Tube' },
  { value: 'clip', label: 'Clipper' },
];
const drive = decibels(0, 24);

/** Harmonics; below 100 % mix the clean sound stays beside them. Touching it switches it on. */
export function SaturationControls({
  saturation,
  onChange,
}: {
  saturation: Saturation;
  onChange: (saturation: Saturation) => void;
}) {
  const set = (change: Partial<Saturation>) => onChange({ ...saturation, enabled: true, ...change });
  return (
    <ProcessorBox
      title="Saturation"
      enabled={saturation.enabled}
      onToggle={(enabled) => onChange({ ...saturation, enabled })}
    >
      <div className="grid grid-cols-2 items-end gap-x-5 gap-y-3 lg:grid-cols-4">
        <Select
          aria-label="Character of the saturation"
          value={saturation.character}
          options={characters}
          onChange={(character) => set({ character })}
          className="h-8!"
        />
        <Parameter
          label="Drive"
          value={saturation.driveDb}
          scale={drive}
          neutral={6}
          onChange={(driveDb) => set({ driveDb })}
        />
        <Parameter label="Mix" value={saturation.mix} scale={percent} neutral={1} onChange={(mix) => set({ mix })} />
      </div>
    </ProcessorBox>
  );
}
