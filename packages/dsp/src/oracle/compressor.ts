import type { CompressorSettings } from '../processors/compressor.ts';
import type { Stereo } from './run.ts';
import { sideChained } from './side-chain.ts';

/**
 * Plain twin of assembly/compressor.ts: Giannoulis, Massberg & Reiss 2012 and (automatic release) 2013, with `Math` and
 * one frame at a time. Output frame n belongs to input frame n: the look-ahead is seen as a detector that is early.
 */
export const compress = (channels: Readonly<Stereo>, settings: CompressorSettings, sampleRate: number): Stereo => {
  const { thresholdDb, ratio, kneeDb, makeupDb, mix, stereoLink = 1, detector = 'peak', lookAheadMs = 0 } = settings;
  const factor = (ms: number) => (ms > 0 ? Math.exp(-1000 / (ms * sampleRate)) : 0);
  const attack = factor(settings.attackMs);
  const release = factor(settings.releaseMs);
  const rms = factor(10);
  const crestFactor = factor(200);
  const early = Math.round((lookAheadMs * sampleRate) / 1000);
  const key = sideChained([channels[0], channels[1]], settings.sideChain, sampleRate);
  const wantedDb = (level: number): number => {
    const over = 20 * Math.log10(level) - thresholdDb;
    if (over <= -kneeDb / 2) return 0;
    if (over >= kneeDb / 2) return (1 - 1 / ratio) * over;
    return ((1 - 1 / ratio) * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
  };
  const meanSquare = [0, 0];
  const reduction = [0, 0];
  const crest = { peak: 0, mean: 0 };
  const frames = channels[0].length;
  const out: Stereo = [new Float32Array(frames), new Float32Array(frames)];
  for (let i = 0; i < frames + early; i++) {
    const now = key.map((channel) => channel[i] ?? 0);
    const louder = Math.max(...now.map((x) => x * x));
    const levels = now.map((x, c) => {
      if (detector === 'peak') return Math.abs(x);
      // Fully linked, one detector follows the louder channel's power; otherwise each channel has its own.
      meanSquare[c] = rms * meanSquare[c]! + (1 - rms) * (stereoLink === 1 ? louder : x * x);
      return Math.sqrt(meanSquare[c]!);
    });
    crest.mean += (1 - crestFactor) * (louder - crest.mean);
    crest.peak = Math.max(louder, crest.peak + (1 - crestFactor) * (louder - crest.peak));
    const crestSquared = Math.max(2, Math.min(64, crest.peak / Math.max(crest.mean, 1e-30)));
    const autoRelease = Math.max(0, 1 - (crestSquared / 2) * (1000 / (settings.releaseMs * sampleRate)));
    const wanted = levels.map(wantedDb);
    const larger = Math.max(...wanted);
    channels.forEach((channel, c) => {
      const target = stereoLink * larger + (1 - stereoLink) * wanted[c]!;
      const falling = settings.autoRelease ? autoRelease : release;
      const coefficient = target > reduction[c]! ? attack : falling;
      reduction[c] = coefficient * reduction[c]! + (1 - coefficient) * target;
      const gain = 1 - mix + mix * 10 ** ((makeupDb - reduction[c]!) / 20);
      if (i >= early) out[c]![i - early] = channel[i - early]! * gain;
    });
  }
  return out;
};
