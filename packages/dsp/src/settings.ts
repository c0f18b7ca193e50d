/**
 * Settings of the engine, as plain data. The recipes of `@sweetspot/protocol` are structurally these types plus names,
 * versions and bounds, so a parsed recipe can be handed to an engine as it is.
 */

/** Slopes of the pass filters; Butterworth of order slope / 6. */
export type SlopeDbPerOctave = 6 | 12 | 18 | 24 | 36 | 48;

export type EqBandType = 'highPass' | 'lowPass' | 'lowShelf' | 'highShelf' | 'bell' | 'notch' | 'tilt';

export type EqBandSettings = {
  type: EqBandType;
  enabled: boolean;
  /** Corner, centre or (tilt) pivot frequency. Held below 0.49 of the sample rate. */
  frequencyHz: number;
  /** Bell and shelves: gain reached. Tilt: gain reached at the top, its negative at the bottom. Others: unused. */
  gainDb: number;
  /** Bell, notch, shelves, and pass filters of 12 dB/oct. Steeper pass filters are Butterworth. */
  q: number;
  /** Pass filters only; 12 when absent. */
  slopeDbPerOctave?: SlopeDbPerOctave;
};

/** Up to eight bands, processed in order. */
export type EqSettings = { enabled: boolean; bands: EqBandSettings[] };

export type HighPassSettings = { enabled: boolean; frequencyHz: number; slopeDbPerOctave: SlopeDbPerOctave };

export type CompressorSettings = {
  enabled: boolean;
  thresholdDb: number;
  /** Input dB above the threshold per output dB; 1 does nothing. */
  ratio: number;
  /** Full width of the soft knee. */
  kneeDb: number;
  attackMs: number;
  releaseMs: number;
  makeupDb: number;
  /** 0 is dry, 1 is compressed; between them parallel compression. */
  mix: number;
  /** Level detection: absolute value, or root mean square over 10 ms. `peak` when absent. */
  detector?: 'peak' | 'rms';
  /** 1 drives both channels by the louder one, 0 leaves them independent. 1 when absent. */
  stereoLink?: number;
};

export type StripSettings = {
  id: string;
  /** Gain before everything else. */
  trimDb: number;
  polarityInverted: boolean;
  highPass: HighPassSettings;
  eq: EqSettings;
  compressor: CompressorSettings;
  /** −1 left, 0 centre, 1 right. Laws: see `README.md`. */
  pan: number;
  /** `null` is −∞. */
  faderDb: number | null;
  mute: boolean;
  /** When any strip is soloed only soloed strips are heard. */
  solo: boolean;
  /** Post-fader, post-pan; `null` is off. */
  sends: { reverbDb: number | null; delayDb: number | null };
};

export type ReverbSettings = {
  enabled: boolean;
  /** 0 small room … 1 hall. Scales the delay lines. */
  size: number;
  /** Time to fall by 60 dB at low frequencies. */
  decaySeconds: number;
  /** 0 bright … 1 dark: how much faster high frequencies die. */
  damping: number;
  preDelayMs: number;
  /** 0 mono … 1 wide. */
  width: number;
  /** Level of the return. */
  returnDb: number;
};

export type DelaySettings = {
  enabled: boolean;
  timeMs: number;
  /** 0 … 0.95 of the delayed signal goes round again. */
  feedback: number;
  /** First-order filters inside the feedback path. */
  lowCutHz: number;
  highCutHz: number;
  /** Echoes alternate between left and right. */
  pingPong: boolean;
  returnDb: number;
};

export type BusSettings = { eq: EqSettings; compressor: CompressorSettings; gainDb: number };

export type MixSettings = {
  strips: StripSettings[];
  reverb: ReverbSettings;
  delay: DelaySettings;
  bus: BusSettings;
};

export type LimiterSettings = {
  enabled: boolean;
  /** No true peak leaves above this. */
  ceilingDbtp: number;
  /** Recovery after a short peak; sustained reduction recovers up to eight times slower. */
  releaseMs: number;
  /** Time over which the gain falls before a peak, 0.5 … 10 ms. Part of the latency. */
  lookAheadMs: number;
};

export type MasterSettings = {
  inputGainDb: number;
  eq: EqSettings;
  compressor: CompressorSettings;
  limiter: LimiterSettings;
};
