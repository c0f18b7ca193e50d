import { matchGains } from '@sweetspot/player/gain-match';
import { analysisSchema, type BlindSound, derivedSchema, notFound } from '@sweetspot/protocol';

export type SoundFile = {
  id: string;
  sampleRate: number | null;
  channels: number | null;
  frames: bigint | null;
  analysis: unknown;
  derived: unknown;
};

/**
 * How one sound of a blind test is played beside the others: at the loudness that all can have without passing the ceiling,
 * and no longer than the shortest of them, so that neither level nor end gives it away. Throws `not_found` for a file that
 * was not prepared.
 */
export function blindSoundOf(file: SoundFile, files: readonly SoundFile[]): BlindSound {
  const derived = derivedSchema.safeParse(file.derived);
  const { sampleRate, channels, frames } = file;
  if (!derived.success || !sampleRate || !channels || !frames) throw notFound('This sound');
  const { codec, exponent, framesPerSegment, count } = derived.data.segments;
  const { gainDb } = matchGains(
    files.map(({ id, analysis }) => {
      const { integratedLufs, truePeakDbtp } = analysisSchema.parse(analysis).loudness;
      return { id, integratedLufs, truePeakDbtp };
    }),
  );
  const seconds = files.map((each) => Number(each.frames ?? 0) / (each.sampleRate ?? 1));
  const shortest = Math.min(...seconds);
  let length = Number(frames);
  if (Math.max(...seconds) > shortest) {
    // Whole segments: those are what arrives. Shorter than one there is nothing to cut.
    const whole = Math.floor((shortest * sampleRate) / framesPerSegment) * framesPerSegment;
    length = whole > 0 ? Math.min(length, whole) : length;
  }
  return {
    sampleRate,
    channels,
    frames: length,
    segments: { codec, exponent, framesPerSegment, count },
    gainDb: gainDb[file.id] ?? 0,
  };
}
