import { neutralCompressor } from './processors/compressor.ts';
import { neutralDeEsser, neutralDynamicEq } from './processors/dynamic-eq.ts';
import { neutralGate } from './processors/gate.ts';
import { neutralMultiband } from './processors/multiband.ts';
import { neutralSaturation } from './processors/saturation.ts';
import { neutralToneCurve } from './processors/tone-curve.ts';
import { neutralTransient } from './processors/transient.ts';
import { neutralWidth } from './processors/width.ts';
import type {
  BusSettings,
  DelaySettings,
  EffectSettings,
  EqBandSettings,
  EqSettings,
  GroupSettings,
  HighPassSettings,
  LimiterSettings,
  MasterSettings,
  MixSettings,
  ReturnSettings,
  ReverbSettings,
  StripSettings,
} from './settings.ts';

/** The four bands of a strip at rest: low shelf, two bells, high shelf, all at 0 dB. */
export const neutralEq = (): EqSettings => ({
  enabled: false,
  bands: [band('lowShelf', 100, 0.71), band('bell', 400, 1), band('bell', 2500, 1), band('highShelf', 8000, 0.71)],
});

const band = (type: EqBandSettings['type'], frequencyHz: number, q: number): EqBandSettings => ({
  type,
  enabled: true,
  frequencyHz,
  gainDb: 0,
  q,
});

export const neutralHighPass = (): HighPassSettings => ({ enabled: false, frequencyHz: 30, slopeDbPerOctave: 12 });

export const neutralReverb = (): ReverbSettings => ({
  type: 'reverb',
  size: 0.5,
  decaySeconds: 1.6,
  damping: 0.5,
  preDelayMs: 20,
  width: 1,
});

export const neutralDelay = (): DelaySettings => ({
  type: 'delay',
  timeMs: 375,
  feedback: 0.3,
  lowCutHz: 150,
  highCutHz: 6000,
  pingPong: true,
});

/** The two returns that a mix starts with: `reverb` and `delay`. */
export const neutralReturns = (): ReturnSettings[] => [
  neutralReturn('reverb', neutralReverb()),
  neutralReturn('delay', neutralDelay()),
];

/** An effect as it is, at 0 dB. */
export const neutralReturn = (id: string, effect: EffectSettings): ReturnSettings => ({
  id,
  eq: neutralEq(),
  effect,
  levelDb: 0,
  mute: false,
});

/** A strip that passes its input unchanged. */
export const neutralStrip = (id: string): StripSettings => ({
  id,
  trimDb: 0,
  polarityInverted: false,
  delaySamples: 0,
  gate: neutralGate(),
  highPass: neutralHighPass(),
  eq: neutralEq(),
  deEsser: neutralDeEsser(),
  compressor: neutralCompressor(),
  transient: neutralTransient(),
  saturation: neutralSaturation(),
  pan: 0,
  width: 1,
  faderDb: 0,
  mute: false,
  solo: false,
  soloSafe: false,
  output: null,
  sends: [],
  automation: [],
});

/** A group that passes its sum unchanged. */
export const neutralGroup = (id: string): GroupSettings => ({
  id,
  eq: neutralEq(),
  compressor: neutralCompressor(),
  saturation: neutralSaturation(),
  pan: 0,
  width: 1,
  faderDb: 0,
  mute: false,
  solo: false,
  sends: [],
  automation: [],
});

export const neutralBus = (): BusSettings => ({ eq: neutralEq(), compressor: neutralCompressor(), gainDb: 0 });

/** A mix that is the plain sum of its strips. */
export const neutralMix = (stripIds: string[]): MixSettings => ({
  strips: stripIds.map(neutralStrip),
  groups: [],
  returns: neutralReturns(),
  bus: neutralBus(),
});

export const neutralLimiter = (): LimiterSettings => ({
  enabled: true,
  ceilingDbtp: -1,
  releaseMs: 80,
  lookAheadMs: 2,
});

/** A master chain at rest: only the limiter is on, at −1 dBTP. */
export const neutralMaster = (): MasterSettings => ({
  inputGainDb: 0,
  eq: { ...neutralEq(), phase: 'minimum' },
  toneCurve: neutralToneCurve(),
  dynamicEq: neutralDynamicEq(),
  multiband: neutralMultiband(),
  compressor: neutralCompressor(),
  saturation: neutralSaturation(),
  width: neutralWidth(),
  driveDb: 0,
  limiter: neutralLimiter(),
});
