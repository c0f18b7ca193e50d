import type { AnalyserResult } from '@sweetspot/dsp';
import type { Analysis } from '@sweetspot/protocol';
import type { SourceInfo } from './source.ts';

/** The noise floor is read over 400 ms. */
const windowSteps = 4;

/** Faults and traces of a file's past in its samples. */
export function integrityFigures(
  result: AnalyserResult,
  { sampleRate, bitDepth }: Pick<SourceInfo, 'sampleRate' | 'bitDepth'>,
): Omit<Analysis['integrity'], 'warnings'> {
  const { frames, loud, loudness, usedBits, hum } = result;
  return {
    dcOffset: loudness.perChannel.map(({ mean }) => mean),
    clippedRuns: result.clippedRuns.map(({ atFrame, samples, channel }) => ({
      atSeconds: atFrame / sampleRate,
      samples,
      channel,
    })),
    clippedRunCount: result.clippedRunCount,
    effectiveBits:
      usedBits === null || bitDepth === null ? null : Math.max(0, bitDepth - trailingZeros(usedBits, bitDepth)),
    leadingSilenceSeconds: (loud ? loud.firstFrame : frames) / sampleRate,
    trailingSilenceSeconds: (loud ? frames - 1 - loud.lastFrame : frames) / sampleRate,
    noiseFloorDbfs: noiseFloorDbfs(result, sampleRate),
    hum,
  };
}

const trailingZeros = (bits: number, width: number): number => (bits === 0 ? width : 31 - Math.clz32(bits & -bits));

/** Level of the quietest 400 ms between the silences at either end, digital silence left out; null when there are none. */
function noiseFloorDbfs({ loud, loudness }: AnalyserResult, sampleRate: number): number | null {
  if (!loud) return null;
  const { hopSeconds, meanSquare } = loudness.curve;
  const first = Math.ceil(loud.firstFrame / sampleRate / hopSeconds);
  const end = Math.floor(loud.lastFrame / sampleRate / hopSeconds);
  let quietest = Number.POSITIVE_INFINITY;
  for (let from = first; from + windowSteps <= end; from += 1) {
    const window = meanSquare.subarray(from, from + windowSteps);
    if (window.every((power) => power > 0)) {
      quietest = Math.min(quietest, window.reduce((sum, power) => sum + power, 0) / windowSteps);
    }
  }
  return Number.isFinite(quietest) ? 10 * Math.log10(quietest) : null;
}
