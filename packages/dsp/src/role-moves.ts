import type { StemRole } from './stem-role.ts';

/** What a rough mix does with a role. */
export type RoleMoves = {
  /** What people call it. */
  title: string;
  /** Loudness against the lead vocal, LU, K-weighted, where it sounds. */
  offsetLu: number;
  highPassHz: number | null;
  /** Distance from the centre; several stems of a role alternate right and left. 0 stays in the centre. */
  spread: number;
  reverbDb: number | null;
  compression: { attackMs: number; releaseMs: number; mix: number };
};

const smooth = { attackMs: 10, releaseMs: 120, mix: 1 };
/** Parallel, and slow enough to let the stroke through. */
const punch = { attackMs: 25, releaseMs: 90, mix: 0.5 };

/**
 * House rules, not measurements: the lead vocal above equal loudness, the low end in the centre and dry, everything
 * that decorates lower, wider and further back.
 */
export const roleMoves: Record<StemRole, RoleMoves> = {
  leadVocal: { title: 'Lead vocal', offsetLu: 0, highPassHz: 90, spread: 0, reverbDb: -15, compression: smooth },
  backingVocal: {
    title: 'Backing vocal',
    offsetLu: -7,
    highPassHz: 130,
    spread: 0.5,
    reverbDb: -11,
    compression: smooth,
  },
  kick: { title: 'Kick', offsetLu: -4, highPassHz: null, spread: 0, reverbDb: null, compression: punch },
  snare: { title: 'Snare', offsetLu: -4, highPassHz: 80, spread: 0, reverbDb: -15, compression: punch },
  clap: { title: 'Claps', offsetLu: -7, highPassHz: 150, spread: 0, reverbDb: -13, compression: punch },
  toms: { title: 'Toms', offsetLu: -6, highPassHz: 50, spread: 0.3, reverbDb: -16, compression: punch },
  hats: { title: 'Hats', offsetLu: -12, highPassHz: 250, spread: 0.25, reverbDb: null, compression: smooth },
  cymbals: { title: 'Cymbals', offsetLu: -11, highPassHz: 250, spread: 0.2, reverbDb: null, compression: smooth },
  percussion: { title: 'Percussion', offsetLu: -10, highPassHz: 150, spread: 0.4, reverbDb: -16, compression: punch },
  drums: { title: 'Drums', offsetLu: -3, highPassHz: 30, spread: 0, reverbDb: -22, compression: punch },
  bass: { title: 'Bass', offsetLu: -5, highPassHz: 30, spread: 0, reverbDb: null, compression: smooth },
  guitar: { title: 'Guitar', offsetLu: -7, highPassHz: 90, spread: 0.6, reverbDb: -17, compression: smooth },
  keys: { title: 'Keys', offsetLu: -7, highPassHz: 70, spread: 0.3, reverbDb: -16, compression: smooth },
  strings: { title: 'Strings', offsetLu: -9, highPassHz: 100, spread: 0.3, reverbDb: -11, compression: smooth },
  brass: { title: 'Brass', offsetLu: -7, highPassHz: 90, spread: 0.3, reverbDb: -14, compression: smooth },
  synth: { title: 'Synth', offsetLu: -7, highPassHz: 70, spread: 0.3, reverbDb: -17, compression: smooth },
  pad: { title: 'Pad', offsetLu: -11, highPassHz: 110, spread: 0.2, reverbDb: -13, compression: smooth },
  fx: { title: 'Effects', offsetLu: -11, highPassHz: 80, spread: 0.3, reverbDb: -15, compression: smooth },
  other: { title: 'Other', offsetLu: -8, highPassHz: 40, spread: 0.2, reverbDb: -18, compression: smooth },
};
