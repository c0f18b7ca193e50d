import type { CompressorSettings } from './processors/compressor.ts';
import type { ConvolutionReverbSettings } from './processors/convolution-reverb.ts';
import type { DynamicEqSettings } from './processors/dynamic-eq.ts';
import type { GateSettings } from './processors/gate.ts';
import type { ModulationSettings } from './processors/modulation.ts';
import type { MultibandSettings } from './processors/multiband.ts';
import type { PhaseEqSettings } from './processors/phase-eq.ts';
import type { SaturationSettings } from './processors/saturation.ts';
import type { ToneCurveSettings } from './processors/tone-curve.ts';
import type { TransientSettings } from './processors/transient.ts';
import type { WidthSettings } from './processors/width.ts';

/**
 * Settings of the engine, as plain data. The recipes of `@sweetspot/protocol` are structurally these types plus names,
 * versions and bounds, so a parsed recipe can be handed to an engine as it is.
 */

/** Slopes of the pass filters; Butterworth of order slope / 6. */
export type SlopeDbPerOctave = 6 | 12 | 18 | 24 | 36 | 48;

export type EqBandType = 'highPass' | 'lowPass' | 'lowShelf' | 'highShelf' | 'bell' | 'notch' | 'tilt';

/** What a band works on: both channels alike, or mid or side alone. */
export type EqBandChannel = 'stereo' | 'mid' | 'side';

export type EqBandSettings = {
  type: EqBandType;
  enabled: boolean;
  /** `stereo` when absent. */
  channel?: EqBandChannel;
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

/** Where a send takes its signal: before fader and pan, or behind them. */
export type SendPosition = 'pre' | 'post';

/** `to` is the id of a return. `levelDb` null is −∞. */
export type SendSettings = { to: string; levelDb: number | null; position: SendPosition };

/** A value from `atSample` on: a position in the song, at the mix's sample rate. `null` is −∞ dB. */
export type AutomationPoint = { atSample: number; value: number | null };

/**
 * A parameter that follows points through the song, in their order. Levels run along straight lines in dB, pan along
 * straight lines, mute (1 or 0) changes at its point. Before the first point its value holds, behind the last one the
 * last. The setting of that parameter itself is not heard.
 */
export type AutomationSettings =
  | { parameter: 'faderDb' | 'pan' | 'mute'; points: AutomationPoint[] }
  /** `to` is the return of the send that moves. */
  | { parameter: 'sendDb'; to: string; points: AutomationPoint[] };

export type StripSettings = {
  id: string;
  /** Gain before everything else. */
  trimDb: number;
  polarityInverted: boolean;
  /** Moves the stem back in time, by whole samples. */
  delaySamples: number;
  gate: GateSettings;
  highPass: HighPassSettings;
  eq: EqSettings;
  deEsser: DynamicEqSettings;
  compressor: CompressorSettings;
  transient: TransientSettings;
  saturation: SaturationSettings;
  /** −1 left, 0 centre, 1 right. Laws: see `README.md`. */
  pan: number;
  /** Side against mid, of a stereo stem: 0 is mono, 1 as it is, 2 twice as wide. */
  width: number;
  /** `null` is −∞. */
  faderDb: number | null;
  mute: boolean;
  /** When anything is soloed, only what is soloed or safe is heard, and the groups on its way. */
  solo: boolean;
  /** Heard also while others are soloed. */
  soloSafe: boolean;
  /** Id of the group it goes to; `null` is the mix bus. */
  output: string | null;
  /** One at most per return. */
  sends: SendSettings[];
  automation: AutomationSettings[];
};

/** A sum of strips with processing and a fader of its own, on the way to the mix bus. */
export type GroupSettings = {
  id: string;
  eq: EqSettings;
  compressor: CompressorSettings;
  saturation: SaturationSettings;
  pan: number;
  width: number;
  faderDb: number | null;
  mute: boolean;
  /** Soloing a group solos every strip in it. */
  solo: boolean;
  sends: SendSettings[];
  automation: AutomationSettings[];
};

export type ReverbSettings = {
  type: 'reverb';
  /** 0 small room … 1 hall. Scales the delay lines. */
  size: number;
  /** Time to fall by 60 dB at low frequencies. */
  decaySeconds: number;
  /** 0 bright … 1 dark: how much faster high frequencies die. */
  damping: number;
  preDelayMs: number;
  /** 0 mono … 1 wide. */
  width: number;
};

export type DelaySettings = {
  type: 'delay';
  timeMs: number;
  /** 0 … 0.95 of the delayed signal goes round again. */
  feedback: number;
  /** First-order filters inside the feedback path. */
  lowCutHz: number;
  highCutHz: number;
  /** Echoes alternate between left and right. */
  pingPong: boolean;
};

export type EffectSettings = ReverbSettings | ConvolutionReverbSettings | DelaySettings | ModulationSettings;

/** An effect that sends feed, through an equaliser; its output joins the mix bus. */
export type ReturnSettings = {
  id: string;
  eq: EqSettings;
  effect: EffectSettings;
  levelDb: number | null;
  mute: boolean;
};

export type BusSettings = { eq: EqSettings; compressor: CompressorSettings; gainDb: number };

/** The whole mix as a graph: strips → groups → mix bus, with sends to returns that join the mix bus. */
export type MixSettings = {
  strips: StripSettings[];
  groups: GroupSettings[];
  returns: ReturnSettings[];
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

/** In the order in which they are heard. */
export type MasterSettings = {
  inputGainDb: number;
  eq: PhaseEqSettings;
  toneCurve: ToneCurveSettings;
  dynamicEq: DynamicEqSettings;
  multiband: MultibandSettings;
  compressor: CompressorSettings;
  saturation: SaturationSettings;
  width: WidthSettings;
  /** Gain into the limiter. */
  driveDb: number;
  limiter: LimiterSettings;
};
