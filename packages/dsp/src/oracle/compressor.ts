import type { CompressorSettings } from '../settings.ts';

/** Plain twin of assembly/compressor.ts: Giannoulis, Massberg & Reiss 2012, with `Math` and one frame at a time. */
export const compress = (
  channels: readonly [Float32Array, Float32Array],
  settings: CompressorSettings,
  sampleRate: number,
): [Float32Array, Float32Array] => {
  const { thresholdDb, ratio, kneeDb, makeupDb, mix, stereoLink = 1, detector = 'peak' } = settings;
  const factor = (ms: number) => (ms > 0 ? Math.exp(-1000 / (ms * sampleRate)) : 0);
  const attack = factor(settings.attackMs);
  const release = factor(settings.releaseMs);
  const rms = factor(10);
  const wantedDb = (level: number): number => {
    const over = 20 * Math.log10(level) - thresholdDb;
    if (over <= -kneeDb / 2) return 0;
    if (over >= kneeDb / 2) return (1 - 1 / ratio) * over;
    return ((1 - 1 / ratio) * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
  };
  const meanSquare = [0, 0];
  const reduction = [0, 0];
  const out: [Float32Array, Float32Array] = [
    new Float32Array(channels[0].length),
    new Float32Array(channels[1].length),
  ];
  for (let i = 0; i < channels[0].length; i++) {
    const levels = channels.map((channel, c) => {
      const x = channel[i]!;
      if (detector === 'peak') return Math.abs(x);
      // Fully linked, one detector follows the louder channel's power; otherwise each channel has its own.
      const louder = Math.max(channels[0][i]! ** 2, channels[1][i]! ** 2);
      meanSquare[c] = rms * meanSquare[c]! + (1 - rms) * (stereoLink === 1 ? louder : x * x);
      return Math.sqrt(meanSquare[c]!);
    });
    const wanted = levels.map(wantedDb);
    const larger = Math.max(...wanted);
    channels.forEach((channel, c) => {
      const target = stereoLink * larger + (1 - stereoLink) * wanted[c]!;
      const coefficient = target > reduction[c]! ? attack : release;
      reduction[c] = coefficient * reduction[c]! + (1 - coefficient) * target;
      const gain = 1 - mix + mix * 10 ** ((makeupDb - reduction[c]!) / 20);
      out[c]![i] = channel[i]! * gain;
    });
  }
  return out;
};
