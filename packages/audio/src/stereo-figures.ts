import { type AnalyserResult, correlationOf, powerBetween } from '@sweetspot/dsp';
import type { Analysis } from '@sweetspot/protocol';
import { clampToOne, correlationOver } from './drawn-curves.ts';
import { orNull } from './loudness-figures.ts';

/** 400 ms, as momentary loudness. */
const windowSteps = 4;
/** Where the music is quieter than this below its integrated loudness, or than the absolute gate, it does not play. */
const restLu = 20;
const absoluteGateLufs = -70;
/** Below −90 dBFS counts as silence. */
const silence = 10 ** (-90 / 20);

const bands = [
  { fromHz: 20, toHz: 120 },
  { fromHz: 120, toHz: 500 },
  { fromHz: 500, toHz: 2000 },
  { fromHz: 2000, toHz: 8000 },
  { fromHz: 8000, toHz: 20_000 },
];

/** How the two channels relate; all null and empty for mono. Of more than two channels the first two are compared. */
export function stereoFigures(result: AnalyserResult, channels: number): Analysis['stereo'] {
  const { loudness, sameChannels, peaks, spectrum } = result;
  const { stereo, perChannel } = loudness;
  const [left, right] = perChannel.map(({ rmsDbfs }) => rmsDbfs);
  const heard = stereo !== null && Number.isFinite(left!) && Number.isFinite(right!);
  const quiet = peaks.map((peak) => peak <= silence);
  return {
    correlationMean: heard ? clampToOne(stereo.meanProduct / 10 ** ((left! + right!) / 20)) : null,
    correlationMin: stereo && leastCorrelation(loudness),
    bands: stereo
      ? bands
          .filter(({ fromHz }) => fromHz < spectrum.nyquistHz)
          .map((band) => ({ ...band, correlation: correlationOf(powerBetween(spectrum, band)) }))
      : [],
    monoLossLu: stereo && channels === 2 && Number.isFinite(loudness.integratedLufs) ? orNull(stereo.monoLossLu) : null,
    balanceDb: heard ? right! - left! : null,
    dualMono: sameChannels,
    deadChannel: channels !== 2 || quiet[0] === quiet[1] ? null : quiet.indexOf(true),
  };
}

function leastCorrelation({ curve, stereo, integratedLufs }: AnalyserResult['loudness']): number | null {
  const gate = Math.max(absoluteGateLufs, integratedLufs - restLu);
  let least: number | null = null;
  for (let end = windowSteps; end <= curve.momentaryLufs.length; end += 1) {
    if (!(curve.momentaryLufs[end - 1]! > gate)) continue;
    const here = correlationOver(stereo!, end - windowSteps, end);
    if (!Number.isNaN(here) && (least === null || here < least)) least = here;
  }
  return least;
}
