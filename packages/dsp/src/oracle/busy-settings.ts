import { neutralMaster, neutralMix } from '../neutral-settings.ts';
import type { MasterSettings, MixSettings } from '../settings.ts';

/** A mix in which every processor does something. */
export const busyMix = (ids: string[]): MixSettings => {
  const mix = neutralMix(ids);
  mix.strips.forEach((strip, index) => {
    strip.trimDb = index - 2;
    strip.polarityInverted = index % 3 === 1;
    strip.highPass = { enabled: true, frequencyHz: 40 + 30 * index, slopeDbPerOctave: index % 2 ? 18 : 48 };
    strip.eq.enabled = true;
    strip.eq.bands.forEach((band, at) => {
      band.gainDb = (at - 1.5) * 2;
    });
    strip.compressor = { ...strip.compressor, enabled: true, thresholdDb: -30, mix: 0.7, makeupDb: 2 };
    if (index % 2) strip.compressor = { ...strip.compressor, detector: 'rms', stereoLink: 0.5 };
    strip.pan = ((index % 5) - 2) / 2;
    strip.faderDb = -3 - index;
    strip.sends = [{ to: 'reverb', levelDb: -10, position: 'post' }];
    if (index % 2) strip.sends.push({ to: 'delay', levelDb: -14, position: 'post' });
  });
  mix.bus.eq.enabled = true;
  mix.bus.eq.bands[3] = { type: 'tilt', enabled: true, frequencyHz: 900, gainDb: 1, q: 1 };
  mix.bus.compressor = { ...mix.bus.compressor, enabled: true, thresholdDb: -20 };
  mix.bus.gainDb = -1;
  return mix;
};

/** A master in which every processor does something. */
export const busyMaster = (): MasterSettings => {
  const master = neutralMaster();
  master.inputGainDb = 9;
  master.eq = { enabled: true, bands: [{ type: 'highShelf', enabled: true, frequencyHz: 9000, gainDb: 2, q: 0.71 }] };
  master.compressor = { ...master.compressor, enabled: true, thresholdDb: -24, detector: 'rms' };
  return master;
};
