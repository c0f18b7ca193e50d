import type { ParameterWriter } from '../host/parameter-writer.ts';

export type ModulationKind = 'chorus' | 'flanger' | 'phaser' | 'tremolo';

export type ModulationSettings = {
  type: 'modulation';
  kind: ModulationKind;
  /** Of the sine that moves it, 0.01 … 20 Hz; its phase is 0 at the first frame. */
  rateHz: number;
  /** 0 … 1 of the sweep: chorus 12 ms, flanger 6.5 ms, phaser 4 octaves, tremolo all the way to silence. */
  depth: number;
  /** −0.95 … 0.95 of the effect goes round again; tremolo has none. */
  feedback: number;
  /** 0 is dry, 1 is the effect alone. Flanger and phaser are deepest at 0.5. */
  mix: number;
  /** How far the right channel is ahead of the left, 0 … 180°. */
  stereoPhaseDegrees: number;
};

/** Their places are the numbers in assembly/modulation.ts. */
const modulationKinds: ModulationKind[] = ['chorus', 'flanger', 'phaser', 'tremolo'];

/** A gentle chorus, wet alone, as a return has it. */
export const neutralModulation = (): ModulationSettings => ({
  type: 'modulation',
  kind: 'chorus',
  rateHz: 0.6,
  depth: 0.4,
  feedback: 0,
  mix: 1,
  stereoPhaseDegrees: 90,
});

export const writeModulation = (writer: ParameterWriter, settings: ModulationSettings): void => {
  writer.number(modulationKinds.indexOf(settings.kind)).number(settings.rateHz).number(settings.depth);
  writer.number(settings.feedback).number(settings.mix).number(settings.stereoPhaseDegrees);
};
