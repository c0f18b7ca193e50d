import { fractionalTaps, readFileSamples, shiftReach } from '@sweetspot/audio/testing';

/** Crests below this share of the largest sample cannot hide the largest peak. */
const worthLooking = 0.5;

/** The largest value of a file read at `places` places per sample, in dBTP. Its own interpolator, not that of a meter of ours. */
export async function peakBetweenSamples(path: string, places: number): Promise<number> {
  const planes = await readFileSamples(path);
  const allTaps = Array.from({ length: places - 1 }, (_, place) => fractionalTaps((place + 1) / places));
  let peak = 0;
  for (const plane of planes) for (const value of plane) peak = Math.max(peak, Math.abs(value));
  const least = worthLooking * peak;
  for (const plane of planes) {
    for (let at = shiftReach; at + shiftReach < plane.length; at += 1) {
      if (Math.abs(plane[at]!) < least && Math.abs(plane[at + 1]!) < least) continue;
      for (const taps of allTaps) {
        let sum = 0;
        for (let tap = 0; tap < taps.length; tap += 1) sum += taps[tap]! * plane[at + tap - shiftReach + 1]!;
        peak = Math.max(peak, Math.abs(sum));
      }
    }
  }
  return 20 * Math.log10(peak);
}
