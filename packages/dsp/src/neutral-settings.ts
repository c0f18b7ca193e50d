import type {
  BusSettings,
  CompressorSettings,
  DelaySettings,
  EqBandSettings,
  EqSettings,
  HighPassSettings,
  LimiterSettings,
  MasterSettings,
  MixSettings,
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

export const neutralCompressor = (): CompressorSettings => ({
  enabled: false,
  thresholdDb: -18,
  ratio: 2,
  kneeDb: 6,
  attackMs: 15,
  releaseMs: 120,
  makeupDb: 0,
  mix: 1,
  detector: 'peak',
  stereoLink: 1,
});

export const neutralReverb = (): ReverbSettings => ({
  enabled: true,
  size: 0.5,
  decaySeconds: 1.6,
  damping: 0.5,
  preDelayMs: 20,
  width: 1,
  returnDb: 0,
});

export const neutralDelay = (): DelaySettings => ({
  enabled: true,
  timeMs: 375,
  feedback: 0.3,
  lowCutHz: 150,
  highCutHz: 6000,
  pingPong: true,
  returnDb: 0,
});

/** A strip that passes its input unchanged. */
export const neutralStrip = (id: string): StripSettings => ({
  id,
  trimDb: 0,
  polarityInverted: false,
  highPass: neutralHighPass(),
  eq: neutralEq(),
  compressor: neutralCompressor(),
  pan: 0,
  faderDb: 0,
  mute: false,
  solo: false,
  sends: { reverbDb: null, delayDb: null },
});

export const neutralBus = (): BusSettings => ({ eq: neutralEq(), compressor: neutralCompressor(), gainDb: 0 });

/** A mix that is the plain sum of its strips. */
export const neutralMix = (stripIds: string[]): MixSettings => ({
  strips: stripIds.map(neutralStrip),
  reverb: neutralReverb(),
  delay: neutralDelay(),
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
  eq: neutralEq(),
  compressor: neutralCompressor(),
  limiter: neutralLimiter(),
});
