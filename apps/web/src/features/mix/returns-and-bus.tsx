'use client';

import type { MixRecipe, Return } from '@sweetspot/protocol/recipes';
import { CompressorControls } from './compressor-controls.tsx';
import { EqControls } from './eq-controls.tsx';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { ReturnControls } from './return-controls.tsx';
import { decibels } from './scales.ts';

const busGain = decibels(-24, 12);

/** The effects that the sends go to, and what the whole mix goes through. */
export function ReturnsAndBus({
  recipe,
  onChange,
}: {
  recipe: MixRecipe;
  onChange: (change: Partial<MixRecipe>) => void;
}) {
  const { bus } = recipe;
  const setReturn = (id: string, change: Partial<Return>) =>
    onChange({ returns: recipe.returns.map((one) => (one.id === id ? { ...one, ...change } : one)) });
  const setBus = (change: Partial<MixRecipe['bus']>) => onChange({ bus: { ...bus, ...change } });
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      {recipe.returns.map((one) => (
        <ReturnControls key={one.id} value={one} onChange={(change) => setReturn(one.id, change)} />
      ))}
      <EqControls title="Mix bus equaliser" eq={bus.eq} onChange={(eq) => setBus({ eq })} className="lg:col-span-2" />
      <CompressorControls
        title="Mix bus compressor"
        compressor={bus.compressor}
        onChange={(compressor) => setBus({ compressor })}
        className="lg:col-span-2"
      />
      <ProcessorBox title="Mix bus level" className="lg:col-span-2">
        <Parameter
          label="Gain"
          value={bus.gainDb}
          scale={busGain}
          neutral={0}
          onChange={(gainDb) => setBus({ gainDb })}
          className="max-w-80"
        />
      </ProcessorBox>
    </div>
  );
}
