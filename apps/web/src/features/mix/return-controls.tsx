'use client';

import type { Effect, Return } from '@sweetspot/protocol/recipes';
import { Switch } from '../../components/switch.tsx';
import { Fader } from './fader.tsx';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { frequency, linearScale, logScale, milliseconds, percent } from './scales.ts';

const decay = logScale(0.2, 12, (seconds) => `${seconds.toFixed(2)} s`);
const preDelay = linearScale(0, 200, 1, (ms) => `${ms} ms`);
const feedback = linearScale(0, 0.95, 0.01, (share) => `${Math.round(share * 100)} %`);
const rate = logScale(0.05, 10, (hertz) => `${hertz.toFixed(2)} Hz`);
const echo = milliseconds(20, 2000);
const lowCut = frequency(20, 2000);
const highCut = frequency(500, 20_000);

/** An effect that strips are sent to, and how loud it comes back. */
export function ReturnControls({ value, onChange }: { value: Return; onChange: (change: Partial<Return>) => void }) {
  const { name, effect, levelDb, mute } = value;
  return (
    <ProcessorBox title={name} enabled={!mute} onToggle={(enabled) => onChange({ mute: !enabled })}>
      <div className="grid grid-cols-2 gap-x-5 gap-y-3">
        <EffectControls effect={effect} onChange={(changed) => onChange({ effect: changed })} />
        <Fader label="Return" db={levelDb} showLabel onChange={(db) => onChange({ levelDb: db })} />
      </div>
    </ProcessorBox>
  );
}

function EffectControls({ effect, onChange }: { effect: Effect; onChange: (effect: Effect) => void }) {
  switch (effect.type) {
    case 'reverb':
      return <ReverbControls reverb={effect} onChange={onChange} />;
    case 'delay':
      return <DelayControls delay={effect} onChange={onChange} />;
    case 'modulation':
      return <ModulationControls modulation={effect} onChange={onChange} />;
  }
}

type Reverb = Extract<Effect, { type: 'reverb' }>;

function ReverbControls({ reverb, onChange }: { reverb: Reverb; onChange: (reverb: Reverb) => void }) {
  const set = (change: Partial<Reverb>) => onChange({ ...reverb, ...change });
  return (
    <>
      <Parameter label="Size" value={reverb.size} scale={percent} neutral={0.5} onChange={(size) => set({ size })} />
      <Parameter
        label="Decay"
        value={reverb.decaySeconds}
        scale={decay}
        neutral={1.6}
        onChange={(decaySeconds) => set({ decaySeconds })}
      />
      <Parameter
        label="Damping"
        value={reverb.damping}
        scale={percent}
        neutral={0.5}
        onChange={(damping) => set({ damping })}
      />
      <Parameter
        label="Pre-delay"
        value={reverb.preDelayMs}
        scale={preDelay}
        neutral={20}
        onChange={(preDelayMs) => set({ preDelayMs })}
      />
      <Parameter label="Width" value={reverb.width} scale={percent} neutral={1} onChange={(width) => set({ width })} />
    </>
  );
}

type Delay = Extract<Effect, { type: 'delay' }>;

function DelayControls({ delay, onChange }: { delay: Delay; onChange: (delay: Delay) => void }) {
  const set = (change: Partial<Delay>) => onChange({ ...delay, ...change });
  return (
    <>
      <Parameter label="Time" value={delay.timeMs} scale={echo} neutral={375} onChange={(timeMs) => set({ timeMs })} />
      <Parameter
        label="Feedback"
        value={delay.feedback}
        scale={feedback}
        neutral={0.3}
        onChange={(value) => set({ feedback: value })}
      />
      <Parameter
        label="Low cut"
        value={delay.lowCutHz}
        scale={lowCut}
        neutral={150}
        onChange={(lowCutHz) => set({ lowCutHz })}
      />
      <Parameter
        label="High cut"
        value={delay.highCutHz}
        scale={highCut}
        neutral={6000}
        onChange={(highCutHz) => set({ highCutHz })}
      />
      <Switch label="Ping-pong" checked={delay.pingPong} onChange={(pingPong) => set({ pingPong })} />
    </>
  );
}

type Modulation = Extract<Effect, { type: 'modulation' }>;

function ModulationControls({
  modulation,
  onChange,
}: {
  modulation: Modulation;
  onChange: (modulation: Modulation) => void;
}) {
  const set = (change: Partial<Modulation>) => onChange({ ...modulation, ...change });
  return (
    <>
      <Parameter
        label="Rate"
        value={modulation.rateHz}
        scale={rate}
        neutral={0.6}
        onChange={(rateHz) => set({ rateHz })}
      />
      <Parameter
        label="Depth"
        value={modulation.depth}
        scale={percent}
        neutral={0.4}
        onChange={(depth) => set({ depth })}
      />
      <Parameter label="Mix" value={modulation.mix} scale={percent} neutral={1} onChange={(mix) => set({ mix })} />
    </>
  );
}
