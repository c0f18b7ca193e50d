'use client';

import type { MixRecipe } from '@sweetspot/protocol/recipes';
import { Switch } from '../../components/switch.tsx';
import { CompressorControls } from './compressor-controls.tsx';
import { EqControls } from './eq-controls.tsx';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { decibels, frequency, linearScale, logScale, milliseconds, percent } from './scales.ts';

const returnLevel = decibels(-40, 12);
const decay = logScale(0.2, 12, (seconds) => `${seconds.toFixed(2)} s`);
const preDelay = linearScale(0, 200, 1, (ms) => `${ms} ms`);
const feedback = linearScale(0, 0.95, 0.01, (share) => `${Math.round(share * 100)} %`);
const echo = milliseconds(20, 2000);
const lowCut = frequency(20, 2000);
const highCut = frequency(500, 20_000);
const busGain = decibels(-24, 12);

/** The reverb and the delay that the sends go to, and what the whole mix goes through. */
export function ReturnsAndBus({
  recipe,
  onChange,
}: {
  recipe: MixRecipe;
  onChange: (change: Partial<MixRecipe>) => void;
}) {
  const { reverb, delay, bus } = recipe;
  const setReverb = (change: Partial<MixRecipe['reverb']>) => onChange({ reverb: { ...reverb, ...change } });
  const setDelay = (change: Partial<MixRecipe['delay']>) => onChange({ delay: { ...delay, ...change } });
  const setBus = (change: Partial<MixRecipe['bus']>) => onChange({ bus: { ...bus, ...change } });
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <ProcessorBox title="Reverb" enabled={reverb.enabled} onToggle={(enabled) => setReverb({ enabled })}>
        <div className="grid grid-cols-2 gap-x-5 gap-y-3">
          <Parameter
            label="Size"
            value={reverb.size}
            scale={percent}
            neutral={0.5}
            onChange={(size) => setReverb({ size })}
          />
          <Parameter
            label="Decay"
            value={reverb.decaySeconds}
            scale={decay}
            neutral={1.6}
            onChange={(decaySeconds) => setReverb({ decaySeconds })}
          />
          <Parameter
            label="Damping"
            value={reverb.damping}
            scale={percent}
            neutral={0.5}
            onChange={(damping) => setReverb({ damping })}
          />
          <Parameter
            label="Pre-delay"
            value={reverb.preDelayMs}
            scale={preDelay}
            neutral={20}
            onChange={(preDelayMs) => setReverb({ preDelayMs })}
          />
          <Parameter
            label="Width"
            value={reverb.width}
            scale={percent}
            neutral={1}
            onChange={(width) => setReverb({ width })}
          />
          <Parameter
            label="Return"
            value={reverb.returnDb}
            scale={returnLevel}
            neutral={0}
            onChange={(returnDb) => setReverb({ returnDb })}
          />
        </div>
      </ProcessorBox>
      <ProcessorBox title="Delay" enabled={delay.enabled} onToggle={(enabled) => setDelay({ enabled })}>
        <div className="grid grid-cols-2 gap-x-5 gap-y-3">
          <Parameter
            label="Time"
            value={delay.timeMs}
            scale={echo}
            neutral={375}
            onChange={(timeMs) => setDelay({ timeMs })}
          />
          <Parameter
            label="Feedback"
            value={delay.feedback}
            scale={feedback}
            neutral={0.3}
            onChange={(value) => setDelay({ feedback: value })}
          />
          <Parameter
            label="Low cut"
            value={delay.lowCutHz}
            scale={lowCut}
            neutral={150}
            onChange={(lowCutHz) => setDelay({ lowCutHz })}
          />
          <Parameter
            label="High cut"
            value={delay.highCutHz}
            scale={highCut}
            neutral={6000}
            onChange={(highCutHz) => setDelay({ highCutHz })}
          />
          <Parameter
            label="Return"
            value={delay.returnDb}
            scale={returnLevel}
            neutral={0}
            onChange={(returnDb) => setDelay({ returnDb })}
          />
          <Switch label="Ping-pong" checked={delay.pingPong} onChange={(pingPong) => setDelay({ pingPong })} />
        </div>
      </ProcessorBox>
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
