/** Plain twin of assembly/loudness.ts at 48 kHz, with the coefficients printed in BS.1770-5 and no histograms. */

const shelf = { b: [1.53512485958697, -2.69169618940638, 1.19839281085285], a: [-1.69065929318241, 0.73248077421585] };
const highPass = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };

const filter = (x: Float32Array | Float64Array, { b, a }: { b: number[]; a: number[] }): Float64Array => {
  const y = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const past = b[1]! * (x[i - 1] ?? 0) + b[2]! * (x[i - 2] ?? 0) - a[0]! * (y[i - 1] ?? 0) - a[1]! * (y[i - 2] ?? 0);
    y[i] = b[0]! * x[i]! + past;
  }
  return y;
};

const lufs = (power: number): number => -0.691 + 10 * Math.log10(power);

/** Mean weighted power in windows of `length` frames every `hop` frames. */
const windows = (channels: Float64Array[], weights: number[], length: number, hop: number): number[] => {
  const powers: number[] = [];
  for (let from = 0; from + length <= channels[0]!.length; from += hop) {
    let sum = 0;
    channels.forEach((channel, c) => {
      for (let i = from; i < from + length; i++) sum += weights[c]! * channel[i]! ** 2;
    });
    powers.push(sum / length);
  }
  return powers;
};

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Integrated loudness and range of planar 48 kHz audio. */
export const measureLoudness = (
  channels: Float32Array[],
  weights = channels.map(() => 1),
): { integratedLufs: number; rangeLu: number } => {
  const weighted = channels.map((channel) => filter(filter(channel, shelf), highPass));
  const blocks = windows(weighted, weights, 19_200, 4800).filter((power) => lufs(power) > -70);
  const gate = lufs(mean(blocks)) - 10;
  const shortTerms = windows(weighted, weights, 144_000, 4800).filter((power) => lufs(power) > -70);
  const rangeGate = lufs(mean(shortTerms)) - 20;
  const gated = shortTerms
    .map(lufs)
    .filter((level) => level > rangeGate)
    .sort((a, b) => a - b);
  const at = (share: number) => gated[Math.round((gated.length - 1) * share)]!;
  return { integratedLufs: lufs(mean(blocks.filter((power) => lufs(power) > gate))), rangeLu: at(0.95) - at(0.1) };
};
