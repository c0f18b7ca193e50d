import { neutralGroup, neutralMaster, neutralMix, neutralReturn } from '../neutral-settings.ts';
import { neutralCompressor } from '../processors/compressor.ts';
import { neutralConvolutionReverb } from '../processors/convolution-reverb.ts';
import { neutralModulation } from '../processors/modulation.ts';
import type { AutomationSettings, MasterSettings, MixSettings } from '../settings.ts';

/** Everything that can move, in other places for every strip. */
const automation = (index: number): AutomationSettings[] => {
  const at = (seconds: number, value: number | null) => ({
    atSample: Math.round(48_000 * seconds) + 31 * index,
    value,
  });
  return [
    { parameter: 'faderDb', points: [at(0.01, -30), at(0.06, -3), at(0.1, null), at(0.13, 0)] },
    { parameter: 'pan', points: [at(0, -0.8), at(0.2, 0.8)] },
    { parameter: 'mute', points: [at(0, 0), at(0.15, 1), at(0.152, 0)] },
    { parameter: 'sendDb', to: 'reverb', points: [at(0, -10), at(0.25, -3)] },
  ];
};

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
    strip.gate = { ...strip.gate, enabled: index % 3 === 1, thresholdDb: -30, lookAheadMs: 2 };
    strip.deEsser.enabled = index % 2 === 0;
    strip.transient = { enabled: index % 3 === 2, attackDb: 6, sustainDb: -3 };
    strip.saturation = { enabled: index % 3 === 0, character: 'tape', driveDb: 6, mix: 0.5 };
    if (index % 4 === 0) strip.compressor = { ...strip.compressor, lookAheadMs: 3, autoRelease: true };
    strip.pan = ((index % 5) - 2) / 2;
    strip.faderDb = -3 - index;
    strip.sends = [{ to: 'reverb', levelDb: -10, position: 'post' }];
    if (index % 2) strip.sends.push({ to: 'delay', levelDb: -14, position: 'pre' });
    strip.delaySamples = 7 * index;
    strip.width = 0.5 + (index % 3) / 2;
    strip.output = index % 4 === 3 ? 'group' : null;
    strip.automation = automation(index);
  });
  mix.groups = [
    {
      ...neutralGroup('group'),
      eq: { enabled: true, bands: [{ type: 'bell', enabled: true, frequencyHz: 700, gainDb: -3, q: 1 }] },
      compressor: { ...neutralCompressor(), enabled: true, thresholdDb: -30, stereoLink: 0 },
      saturation: { enabled: true, character: 'tube', driveDb: 3, mix: 1 },
      pan: 0.2,
      width: 1.5,
      faderDb: -2,
      sends: [{ to: 'reverb', levelDb: -20, position: 'post' }],
      automation: automation(1),
    },
  ];
  mix.returns[0]!.eq.enabled = true;
  mix.returns[0]!.eq.bands[0]!.gainDb = -6;
  mix.returns.push({ ...neutralReturn('chorus', neutralModulation()), levelDb: -3 });
  mix.returns.push({ ...neutralReturn('plate', { ...neutralConvolutionReverb(), kind: 'plate' }), levelDb: -6 });
  mix.strips[0]!.sends.push({ to: 'chorus', levelDb: -9, position: 'post' });
  mix.strips[1]!.sends.push({ to: 'plate', levelDb: -9, position: 'post' });
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
  const shelf = { type: 'highShelf', enabled: true, frequencyHz: 9000, gainDb: 2, q: 0.71 } as const;
  master.eq = { enabled: true, phase: 'minimum', bands: [shelf, { ...shelf, channel: 'side', gainDb: 1 }] };
  master.toneCurve = {
    enabled: true,
    phase: 'minimum',
    mid: [
      { hz: 100, db: 2 },
      { hz: 1000, db: 0 },
    ],
    side: [],
  };
  master.dynamicEq.enabled = true;
  master.dynamicEq.bands[0]!.rangeDb = -6;
  master.multiband.enabled = true;
  master.saturation = { enabled: true, character: 'clip', driveDb: 2, mix: 0.7 };
  master.width = { enabled: true, width: 1.2, monoBelowHz: 100 };
  master.compressor = { ...master.compressor, enabled: true, thresholdDb: -24, detector: 'rms' };
  return master;
};
