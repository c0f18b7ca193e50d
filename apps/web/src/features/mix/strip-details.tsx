'use client';

import type { Return, Strip } from '@sweetspot/protocol/recipes';
import { Switch } from '../../components/switch.tsx';
import { CompressorControls } from './compressor-controls.tsx';
import { EqControls } from './eq-controls.tsx';
import { Fader } from './fader.tsx';
import { Parameter } from './parameter.tsx';
import { ProcessorBox } from './processor-box.tsx';
import { decibels, frequency, pan } from './scales.ts';
import { sendsWith } from './sends-with.ts';

const trim = decibels(-24, 24);
const corner = frequency(20, 1000);

/** Everything of a strip that is not in its row. */
export function StripDetails({
  strip,
  returns,
  onChange,
}: {
  strip: Strip;
  returns: readonly Return[];
  onChange: (change: Partial<Strip>) => void;
}) {
  const { highPass } = strip;
  return (
    <div className="grid gap-3 lg:grid-cols-[220px_minmax(0,1fr)]">
      <ProcessorBox title="Input" className="grid content-start">
        <div className="grid gap-2">
          <Parameter
            label="Trim"
            value={strip.trimDb}
            scale={trim}
            neutral={0}
            onChange={(trimDb) => onChange({ trimDb })}
          />
          <Parameter
            label="Pan"
            value={strip.pan}
            scale={pan}
            neutral={0}
            onChange={(value) => onChange({ pan: value })}
            className="md:hidden"
          />
          <Switch
            label="Polarity inverted"
            checked={strip.polarityInverted}
            onChange={(polarityInverted) => onChange({ polarityInverted })}
          />
          <Switch
            label="High-pass"
            checked={highPass.enabled}
            onChange={(enabled) => onChange({ highPass: { ...highPass, enabled } })}
          />
          <Parameter
            label="Corner"
            value={highPass.frequencyHz}
            scale={corner}
            onChange={(frequencyHz) => onChange({ highPass: { ...highPass, enabled: true, frequencyHz } })}
          />
        </div>
      </ProcessorBox>
      <EqControls eq={strip.eq} onChange={(eq) => onChange({ eq })} />
      <ProcessorBox title="Sends">
        <div className="grid gap-2">
          {returns.map(({ id, name }) => (
            <Fader
              key={id}
              label={name}
              db={strip.sends.find(({ to }) => to === id)?.levelDb ?? null}
              neutralDb={null}
              showLabel
              onChange={(levelDb) => onChange({ sends: sendsWith(strip, id, levelDb) })}
            />
          ))}
        </div>
      </ProcessorBox>
      <CompressorControls compressor={strip.compressor} onChange={(compressor) => onChange({ compressor })} />
    </div>
  );
}
