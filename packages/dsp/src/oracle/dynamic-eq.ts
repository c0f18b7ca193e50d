import type { DynamicEqBandSettings, DynamicEqSettings } from '../processors/dynamic-eq.ts';
import type { Stereo } from './run.ts';
import { stateVariable } from './state-variable.ts';

/** Plain twin of assembly/dynamic-eq.ts. */
export const equaliseDynamically = (channels: Stereo, { bands }: DynamicEqSettings, sampleRate: number): Stereo =>
  bands.reduce((signal, band) => oneBand(signal, band, sampleRate), channels);

const oneBand = (channels: Stereo, band: DynamicEqBandSettings, sampleRate: number): Stereo => {
  const { type, kneeDb, ratio } = band;
  const factor = (ms: number) => Math.exp(-1000 / (ms * sampleRate));
  const filters = channels.map(() => stateVariable(band.frequencyHz, band.q, sampleRate));
  const out = channels.map((channel) => new Float32Array(channel.length)) as Stereo;
  let reductionDb = 0;
  for (let i = 0; i < channels[0].length; i++) {
    const split = filters.map((filter, c) => filter(channels[c]![i]!));
    const heard = split.map(({ low, band, high }) => (type === 'bell' ? band : type === 'lowShelf' ? low : high));
    const overDb = 20 * Math.log10(Math.max(...heard.map(Math.abs))) - band.thresholdDb;
    const into = Math.max(0, overDb + kneeDb / 2);
    const curve = overDb > kneeDb / 2 || kneeDb === 0 ? Math.max(0, overDb) : into ** 2 / (2 * kneeDb);
    const wantedDb = Math.min(Math.abs(band.rangeDb), (1 - 1 / ratio) * curve);
    const k = factor(wantedDb > reductionDb ? band.attackMs : band.releaseMs);
    reductionDb = k * reductionDb + (1 - k) * wantedDb;
    const gain = 10 ** ((Math.sign(band.rangeDb) * reductionDb) / 20);
    const inBand = type === 'bell' ? gain - 1 : Math.sqrt(gain) - 1;
    const inPass = type === 'bell' ? 0 : gain - 1;
    for (const c of [0, 1] as const) out[c][i] = channels[c][i]! + inBand * split[c]!.band + inPass * heard[c]!;
  }
  return out;
};
