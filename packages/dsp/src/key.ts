export type Key = {
  tonic: (typeof tonics)[number];
  mode: 'major' | 'minor';
  /** 0 … 1: how far it fits better than the second best of the 24 keys, as a share of what that lacks to a perfect fit. */
  confidence: number;
};

const tonics = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'] as const;

/** How often each degree above the tonic occurs: J. Albrecht, D. Shanahan, "The use of large corpora to train a new type of
 * key-finding algorithm", Music Perception 31 (2013), table 2. */
const profiles = {
  major: [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.08, 0.008, 0.081],
  minor: [0.22, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052],
};

const stepsPerSemitone = 10;

/**
 * The key of the whole: pitch classes compared with the profiles of all keys by correlation (C. L. Krumhansl, "Cognitive
 * Foundations of Musical Pitch", 1990, ch. 4).
 *
 * `pitches`: how much sounds at each of 120 places of the octave, 10 cents apart, the first being C at a′ = 440 Hz. Music
 * tuned otherwise is put right first. Null when nothing sounds.
 */
export function estimateKey(pitches: Float64Array): Key | null {
  const chroma = foldToSemitones(pitches);
  if (chroma.every((value) => value === 0)) return null;
  const fits = tonics.flatMap((tonic, index) =>
    (['major', 'minor'] as const).map((mode) => ({
      tonic,
      mode,
      fit: correlation(chroma, (degree) => profiles[mode][(degree - index + 12) % 12]!),
    })),
  );
  fits.sort((a, b) => b.fit - a.fit);
  const [best, second] = fits as [(typeof fits)[number], (typeof fits)[number]];
  if (!(best.fit > 0)) return null;
  const confidence = second.fit < 1 ? (best.fit - second.fit) / (1 - second.fit) : 0;
  return { tonic: best.tonic, mode: best.mode, confidence: Math.min(1, Math.max(0, confidence)) };
}

/** Twelve sums around the semitones of the tuning in which the music is. */
function foldToSemitones(pitches: Float64Array): number[] {
  let x = 0;
  let y = 0;
  pitches.forEach((value, step) => {
    x += value * Math.cos((2 * Math.PI * step) / stepsPerSemitone);
    y += value * Math.sin((2 * Math.PI * step) / stepsPerSemitone);
  });
  const tuning = (Math.atan2(y, x) / (2 * Math.PI)) * stepsPerSemitone;
  const chroma = Array.from({ length: 12 }, () => 0);
  pitches.forEach((value, step) => {
    const semitone = (step - tuning) / stepsPerSemitone;
    const nearest = Math.round(semitone);
    const place = (nearest + 12) % 12;
    chroma[place] = chroma[place]! + value * Math.cos(Math.PI * (semitone - nearest)) ** 2;
  });
  return chroma;
}

function correlation(values: readonly number[], profile: (index: number) => number): number {
  const count = values.length;
  const meanValue = values.reduce((sum, value) => sum + value, 0) / count;
  const meanProfile = values.reduce((sum, _, index) => sum + profile(index), 0) / count;
  let product = 0;
  let valueSquares = 0;
  let profileSquares = 0;
  values.forEach((value, index) => {
    const a = value - meanValue;
    const b = profile(index) - meanProfile;
    product += a * b;
    valueSquares += a * a;
    profileSquares += b * b;
  });
  return valueSquares > 0 ? product / Math.sqrt(valueSquares * profileSquares) : 0;
}
