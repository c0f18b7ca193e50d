'use client';

import type { MixRecipe } from '@sweetspot/protocol/recipes';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { decibels, linearScale, logScale, milliseconds, percent } from './scales.ts';

type Compressor = MixRecipe['bus']['compressor'];

const threshold = decibels(-60, 0);
const ratio = logScale(1, 20, (value) => `${Number(value.toFixed(2))}:1`);
const knee = linearScale(0, 24, 0.5, (db) => `${db} dB`);
const attack = milliseconds(0.1, 200);
const release = milliseconds(5, 2000);
const makeup = decibels(-12, 18);

/** A compressor; below 100 % mix the dry sound stays beside it (parallel compression). */
export function CompressorControls({
  title = 'Compressor',
  compressor,
  onChange,
  className,
}: {
  title?: string;
  compressor: Compressor;
  onChange: (compressor: Compressor) => void;
  className?: string;
}) {
  const set = (change: Partial<Compressor>) => onChange({ ...compressor, enabled: true, ...change });
  return (
    <ProcessorBox
      title={title}
      enabled={compressor.enabled}
      onToggle={(enabled) => onChange({ ...compressor, enabled })}
      {...(className ? { className } : {})}
    >
      <div className="grid grid-cols-2 gap-x-5 gap-y-3 lg:grid-cols-4">
        <Parameter
          label="Threshold"
          value={compressor.thresholdDb}
          scale={threshold}
          neutral={-18}
          onChange={(thresholdDb) => set({ thresholdDb })}
        />
        <Parameter
          label="Ratio"
          value={compressor.ratio}
          scale={ratio}
          neutral={2}
          onChange={(value) => set({ ratio: value })}
        />
        <Parameter
          label="Knee"
          value={compressor.kneeDb}
          scale={knee}
          neutral={6}
          onChange={(kneeDb) => set({ kneeDb })}
        />
        <Parameter
          label="Make-up"
          value={compressor.makeupDb}
          scale={makeup}
          neutral={0}
          onChange={(makeupDb) => set({ makeupDb })}
        />
        <Parameter
          label="Attack"
          value={compressor.attackMs}
          scale={attack}
          neutral={15}
          onChange={(attackMs) => set({ attackMs })}
        />
        <Parameter
          label="Release"
          value={compressor.releaseMs}
          scale={release}
          neutral={120}
          onChange={(releaseMs) => set({ releaseMs })}
        />
        <Parameter label="Mix" value={compressor.mix} scale={percent} neutral={1} onChange={(mix) => set({ mix })} />
      </div>
    </ProcessorBox>
  );
}
