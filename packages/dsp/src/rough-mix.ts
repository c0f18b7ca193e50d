import {
  neutralBus,
  neutralDelay,
  neutralHighPass,
  neutralReturn,
  neutralReverb,
  neutralStrip,
} from './neutral-settings.ts';
import { type CompressorSettings, neutralCompressor } from './processors/compressor.ts';
import { type RoleMoves, roleMoves } from './role-moves.ts';
import type {
  HighPassSettings,
  MixSettings,
  ReturnSettings,
  ReverbSettings,
  SendSettings,
  StripSettings,
} from './settings.ts';
import { guessStemRole, type RoleGuess, type StemRole } from './stem-role.ts';

/** A stem and what was measured of it where it sounds. `null`: could not be measured, as in silence. */
export type RoughMixStem = {
  stemId: string;
  name: string;
  /** What somebody says it is, which stands above every guess. Left out: guessed from name and sound. */
  role?: StemRole;
  channels: number;
  activity: {
    /** Share of the song in which it sounds, 0 … 1. */
    activeRatio: number;
    /** K-weighted loudness of the sounding parts. */
    activeLufs: number | null;
    /** Peak above RMS of the sounding parts. */
    crestDb: number | null;
    spectralCentroidHz: number | null;
  };
};

export type RoughMixStrip = StripSettings & { stemId: string; name: string; reason: string };

/** Structurally a mix recipe without its kind, version and sample rate. */
export type RoughMix = Omit<MixSettings, 'strips' | 'groups' | 'returns'> & {
  strips: RoughMixStrip[];
  groups: [];
  returns: (ReturnSettings & { name: string })[];
  bus: MixSettings['bus'] & { reason: string };
  print: { truePeakDbtp: number; bitDepth: 24 };
  reason: string;
};

/** Every strip is brought here before its fader, so that faders show the balance and thresholds mean the same. */
const workingLufs = -24;
const printDbtp = -6;

/** A first balance from nothing but the stems; every move with its reason. Throws a RangeError without stems. */
export const roughMix = (stems: readonly RoughMixStem[]): RoughMix => {
  if (stems.length === 0) throw new RangeError('A mix needs at least one stem');
  const roles = stems.map(roleOf);
  const crowds = crowdByRole(stems, roles);
  const seen = new Map<StemRole, number>();
  const strips = stems.map((stem, index) => {
    const known = roles[index] ?? { role: 'other', from: 'nothing' };
    const place = seen.get(known.role) ?? 0;
    seen.set(known.role, place + 1);
    const count = roles.filter(({ role }) => role === known.role).length;
    return mixStem(stem, known, { place, count, crowd: crowds.get(known.role) ?? 1 });
  });
  return {
    strips,
    groups: [],
    returns: [
      { ...neutralReturn('reverb', room()), name: 'Room' },
      { ...neutralReturn('delay', neutralDelay()), name: 'Delay' },
    ],
    bus: {
      ...neutralBus(),
      reason: `Untouched. Turned down at the print so that the true peak is at ${plain(printDbtp)} dBTP or lower.`,
    },
    print: { truePeakDbtp: printDbtp, bitDepth: 24 },
    reason: 'Balanced by loudness and role, low end in the centre, one short room for all.',
  };
};

const room = (): ReverbSettings => ({
  ...neutralReverb(),
  size: 0.4,
  decaySeconds: 1.2,
  damping: 0.5,
  preDelayMs: 18,
});

type KnownRole = { role: StemRole; from: RoleGuess['from'] | 'choice' };

const roleOf = ({ name, role, activity }: RoughMixStem): KnownRole => {
  const guess = guessStemRole(name, activity.spectralCentroidHz);
  return role === undefined || role === guess.role ? guess : { role, from: 'choice' };
};

/** How many stems of a role sound at once, on average over the song; at least 1. */
const crowdByRole = (stems: readonly RoughMixStem[], roles: readonly KnownRole[]): Map<StemRole, number> => {
  const crowds = new Map<StemRole, number>();
  stems.forEach((stem, index) => {
    const role = roles[index]?.role ?? 'other';
    if (stem.activity.activeLufs !== null) crowds.set(role, (crowds.get(role) ?? 0) + stem.activity.activeRatio);
  });
  return new Map([...crowds].map(([role, crowd]) => [role, Math.max(1, crowd)]));
};

type Company = { place: number; count: number; crowd: number };

const mixStem = (stem: RoughMixStem, known: KnownRole, company: Company): RoughMixStrip => {
  const strip = { ...neutralStrip(stem.stemId), stemId: stem.stemId, name: stem.name };
  const { activeLufs } = stem.activity;
  if (activeLufs === null) return { ...strip, faderDb: null, reason: 'Silent: nothing to mix.' };
  const moves = roleMoves[known.role];
  const reasons = [roleReason(moves, known)];

  const trimDb = tenth(clamp(workingLufs - activeLufs, -40, 40));
  reasons.push(
    `Sounds at ${plain(tenth(activeLufs))} LUFS: trimmed by ${signed(trimDb)} dB to ${plain(workingLufs)} LUFS.`,
  );

  const faderDb = tenth(clamp(moves.offsetLu - 7 * Math.log10(company.crowd), -40, 12));
  reasons.push(faderReason(moves, faderDb, company));

  const highPass = highPassFor(moves, stem);
  if (highPass.enabled) reasons.push(`High-pass at ${highPass.frequencyHz} Hz: nothing of it belongs below.`);

  const pan = panFor(moves, stem.channels, company);
  if (pan !== 0)
    reasons.push(`Placed ${Math.round(Math.abs(pan) * 100)} % ${pan > 0 ? 'right' : 'left'} to leave the centre free.`);
  else if (moves.spread === 0) reasons.push('In the centre.');

  const compressor = compressorFor(moves, stem.activity.crestDb);
  if (compressor.enabled) reasons.push(compressorReason(compressor, stem.activity.crestDb));

  const sends: SendSettings[] = [];
  if (moves.reverbDb !== null) {
    sends.push({ to: 'reverb', levelDb: moves.reverbDb, position: 'post' });
    reasons.push(`Room at ${plain(moves.reverbDb)} dB.`);
  }
  return { ...strip, trimDb, faderDb, highPass, pan, compressor, sends, reason: reasons.join(' ') };
};

const roleReason = (moves: RoleMoves, { from }: KnownRole): string => {
  if (from === 'choice') return `${moves.title}, as chosen.`;
  if (from === 'name') return `${moves.title}, by its name.`;
  if (from === 'sound') return `${moves.title}, by its sound: hardly anything above 150 Hz.`;
  return 'Its name does not say what it is.';
};

const faderReason = (moves: RoleMoves, faderDb: number, { crowd }: Company): string => {
  if (faderDb === 0) return 'Leads the balance at 0 dB.';
  const shared = crowd > 1.2 ? `, shared among the ${crowd.toFixed(1)} that sound at once` : '';
  return `Fader at ${signed(faderDb)} dB: ${moves.title.toLowerCase()} against the lead vocal${shared}.`;
};

/** Never above a third of where the stem's energy lies. */
const highPassFor = ({ highPassHz }: RoleMoves, { activity }: RoughMixStem): HighPassSettings => {
  if (highPassHz === null) return neutralHighPass();
  const limit = (activity.spectralCentroidHz ?? Number.POSITIVE_INFINITY) / 3;
  const frequencyHz = Math.round(Math.min(highPassHz, limit));
  return { enabled: frequencyHz >= 20, frequencyHz: Math.max(20, frequencyHz), slopeDbPerOctave: 12 };
};

/** Right, left, right …; a stereo stem has a width of its own and is moved half as far, and a single one not at all. */
const panFor = ({ spread }: RoleMoves, channels: number, { place, count }: Company): number => {
  if (spread === 0 || (channels > 1 && count === 1)) return 0;
  const side = place % 2 === 0 ? 1 : -1;
  if (count % 2 === 1 && place === count - 1 && count > 1) return 0;
  return Math.round(100 * side * spread * (channels > 1 ? 0.5 : 1)) / 100;
};

/** Mild: only what is clearly peakier than a finished track needs it. */
const compressorFor = ({ compression }: RoleMoves, crestDb: number | null): CompressorSettings => {
  if (crestDb === null || crestDb < 12) return neutralCompressor();
  const ratio = crestDb >= 17 ? 3 : 2;
  return { ...neutralCompressor(), ...compression, enabled: true, thresholdDb: workingLufs + 6, ratio, makeupDb: 1 };
};

const compressorReason = ({ ratio, mix }: CompressorSettings, crestDb: number | null): string =>
  `Peaks ${tenth(crestDb ?? 0)} dB above its average: compressed ${ratio}:1${mix < 1 ? ', half of it parallel' : ''}.`;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const tenth = (value: number): number => Math.round(value * 10) / 10;
const plain = (value: number): string => `${value}`.replace('-', '−');
const signed = (value: number): string => (value > 0 ? `+${value}` : plain(value));
