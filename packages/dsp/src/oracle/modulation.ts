import type { ModulationSettings } from '../processors/modulation.ts';

/** Plain twin of assembly/modulation.ts for one channel, at constant settings, wet alone; `ahead` in cycles. */
export const modulate = (
  input: Float32Array,
  { kind, rateHz, depth, feedback }: ModulationSettings,
  ahead: number,
  sampleRate: number,
): Float64Array => {
  const wave = (n: number): number => 0.5 + 0.5 * Math.sin(2 * Math.PI * ((n * rateHz) / sampleRate + ahead));
  const out = new Float64Array(input.length);
  if (kind === 'tremolo') return out.map((_, n) => input[n]! * (1 - depth * wave(n)));
  if (kind === 'phaser') {
    const inputs = new Array<number>(6).fill(0);
    const outputs = new Array<number>(6).fill(0);
    for (let n = 0; n < input.length; n++) {
      const k = Math.tan((Math.PI * 250 * 2 ** (4 * depth * wave(n))) / sampleRate);
      const c = (k - 1) / (k + 1);
      let x = input[n]! + feedback * (n > 0 ? out[n - 1]! : 0);
      for (let stage = 0; stage < 6; stage++) {
        const y = c * (x - outputs[stage]!) + inputs[stage]!;
        inputs[stage] = x;
        outputs[stage] = y;
        x = y;
      }
      out[n] = x;
    }
    return out;
  }
  const [base, sweep] = kind === 'chorus' ? [0.01, 0.012] : [0.0007, 0.0065];
  const line = new Float64Array(input.length);
  const past = (n: number): number => (n < 0 ? 0 : line[n]!);
  for (let n = 0; n < input.length; n++) {
    const delay = (base + sweep * depth * wave(n)) * sampleRate;
    const i = Math.floor(n - delay);
    const t = n - delay - i;
    // Lagrange through i − 1 … i + 2.
    out[n] =
      (past(i - 1) * (-t * (t - 1) * (t - 2))) / 6 +
      (past(i) * ((t + 1) * (t - 1) * (t - 2))) / 2 +
      (past(i + 1) * (-(t + 1) * t * (t - 2))) / 2 +
      (past(i + 2) * ((t + 1) * t * (t - 1))) / 6;
    line[n] = input[n]! + feedback * out[n]!;
  }
  return out;
};
