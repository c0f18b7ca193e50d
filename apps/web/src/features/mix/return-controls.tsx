'use client';

import type { Effect, Return } from '@sweetspot/protocol/recipes';
import { Select } from '../../components/select.tsx';
import { Switch } from '../../components/switch.tsx';
import { choiceOf, effectChoices, returnAs } from './effect-choice.ts';
import { EqControls } from './eq-controls.tsx';
import { Fader } from './fader.tsx';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { frequency, linearScale, logScale, milliseconds, percent, type Scale } from './scales.ts';

const seconds = (value: number) => `${value.toFixed(2)} s`;
const networkDecay = logScale(0.2, 12, seconds);
const convolvedDecay = logScale(0.1, 5, seconds);
const preDelay = linearScale(0, 200, 1, (ms) => `${ms} ms`);
const feedback = linearScale(0, 0.95, 0.01, (share) => `${Math.round(share * 100)} %`);
const rate = logScale(0.05, 10, (hertz) => `${hertz.toFixed(2)} Hz`);
const echo = milliseconds(20, 2000);
const lowCut = frequency(20, 2000);
const highCut = frequency(500, 20_000);

/** An effect that strips are sent to, and how loud it comes back. */
export function ReturnControls({ value, onChange }: { value: Return; onChange: (change: Partial<Return>) => void }) {
  const { name, eq, effect, levelDb, mute } = value;
  return (
    <ProcessorBox title={name} enabled={!mute} onToggle={(enabled) => onChange({ mute: !enabled })}>
      <Select
        aria-label={`Effect of ${name}`}
        value={choiceOf(effect)}
        options={effectChoices}
        onChange={(choice) => onChange(returnAs(choice, value))}
        className="mb-3 h-8!"
      />
      <div className="grid grid-cols-2 gap-x-5 gap-y-3">
        <EffectControls effect={effect} onChange={(changed) => onChange({ effect: changed })} />
        <Fader label="Return" db={levelDb} showLabel onChange={(db) => onChange({ levelDb: db })} />
      </div>
      <details className="mt-3">
        <summary className="cursor-pointer text-muted hover:text-ink touch:min-h-11 touch:content-center">
          Equaliser in front of it{eq.enabled ? ', on' : ''}
        </summary>
        <EqControls
          title={`Equaliser in front of ${name}`}
          eq={eq}
          onChange={(changed) => onChange({ eq: changed })}
          className="mt-2"
        />
      </details>
    </ProcessorBox>
  );
}

function EffectControls({ effect, onChange }: { effect: Effect; onChange: (effect: Effect) => void }) {
  switch (effect.type) {
    case 'reverb':
      return (
        <ReverbControls
          reverb={effect}
          onChange={(change) => onChange({ ...effect, ...change })}
          decay={networkDecay}
        />
      );
    case 'convolution':
      return (
        <ReverbControls
          reverb={effect}
          onChange={(change) => onChange({ ...effect, ...change })}
          decay={convolvedDecay}
        />
      );
    case 'delay':
      return <DelayControls delay={effect} onChange={onChange} />;
    case 'modulation':
      return <ModulationControls modulation={effect} onChange={onChange} />;
  }
}

type Reverb = Omit<Extract<Effect, { type: 'reverb' }>, 'type'>;

function ReverbControls({
  reverb,
  onChange,
  decay,
}: {
  reverb: Reverb;
  onChange: (change: Partial<Reverb>) => void;
  decay: Scale;
}) {
  return (
    <>
      <Parameter
        label="Size"
        value={reverb.size}
        scale={percent}
        neutral={0.5}
        onChange={(size) => onChange({ size })}
      />
      <Parameter
        label="Decay"
        value={reverb.decaySeconds}
        scale={decay}
        neutral={1.6}
        onChange={(decaySeconds) => onChange({ decaySeconds })}
      />
      <Parameter
        label="Damping"
        value={reverb.damping}
        scale={percent}
        neutral={0.5}
        onChange={(damping) => onChange({ damping })}
      />
      <Parameter
        label="Pre-delay"
        value={reverb.preDelayMs}
        scale={preDelay}
        neutral={20}
        onChange={(preDelayMs) => onChange({ preDelayMs })}
      />
      <Parameter
        label="Width"
        value={reverb.width}
        scale={percent}
        neutral={1}
        onChange={(width) => onChange({ width })}
      />
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
