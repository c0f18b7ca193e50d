import { LoudnessMeter } from '../src/loudness-meter.ts';
import { MasterEngine } from '../src/master-engine.ts';
import { MixEngine } from '../src/mix-engine.ts';
import { neutralEq, neutralMaster, neutralMix } from '../src/neutral-settings.ts';
import { loadDspFromDisk } from '../src/node.ts';
import { musicLike, noise } from '../src/oracle/signals.ts';
import { ProcessorEngine, type ProcessorSettings } from '../src/processor-engine.ts';
import { neutralCompressor } from '../src/processors/compressor.ts';
import { neutralConvolutionReverb } from '../src/processors/convolution-reverb.ts';
import { neutralDeEsser, neutralDynamicEqBand } from '../src/processors/dynamic-eq.ts';
import { neutralGate } from '../src/processors/gate.ts';
import { neutralModulation } from '../src/processors/modulation.ts';
import type { PhaseEqSettings } from '../src/processors/phase-eq.ts';
import { Quantizer } from '../src/quantizer.ts';
import { Resampler } from '../src/resampler.ts';
import type { MixSettings } from '../src/settings.ts';

/**
 * Prints how many times faster than real time one thread is: best of five runs over 20 s of made-up music at 48 kHz, in
 * processor time, so that other work on the machine counts little.
 */
const dsp = await loadDspFromDisk();
const sampleRate = 48_000;
const seconds = 20;
const frames = seconds * sampleRate;
const blockFrames = 1024;
const left = musicLike(frames, 1);
const right = musicLike(frames, 2);
const outLeft = new Float32Array(frames);
const outRight = new Float32Array(frames);

const bench = (name: string, makeRun: () => (from: number, to: number) => void): void => {
  let best = Number.POSITIVE_INFINITY;
  const run = makeRun();
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    for (let at = 0; at < frames; at += blockFrames) run(at, Math.min(frames, at + blockFrames));
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  const times = ((seconds * 1000) / best).toFixed(0).padStart(6);
  process.stdout.write(
    `${name.padEnd(58)}${times} × realtime ${((best * 1e6) / frames).toFixed(0).padStart(6)} ns/frame\n`,
  );
};

const mixBench = (settings: MixSettings) => () => {
  const stems = settings.strips.map((_, n) => [musicLike(frames, n + 10, 0.2), musicLike(frames, n + 50, 0.2)]);
  const engine = new MixEngine(dsp, { settings, sampleRate, stripChannels: stems.map(() => 2) });
  return (from: number, to: number) => {
    const inputs = stems.map((channels) => channels.map((channel) => channel.subarray(from, to)));
    engine.process(inputs, outLeft.subarray(from, to), outRight.subarray(from, to));
  };
};

const twentySix = (sends: number | null): MixSettings => {
  const settings = neutralMix(Array.from({ length: 26 }, (_, n) => `${n}`));
  for (const strip of settings.strips) {
    strip.highPass.enabled = true;
    strip.eq.enabled = true;
    strip.eq.bands[1]!.gainDb = 3;
    strip.eq.bands[3]!.gainDb = -2;
    strip.compressor = { ...strip.compressor, enabled: true, thresholdDb: -24 };
    strip.pan = 0.3;
    strip.faderDb = -3;
    strip.sends = ['reverb', 'delay'].map((to) => ({ to, levelDb: sends, position: 'post' }));
  }
  settings.bus.eq.enabled = true;
  settings.bus.eq.bands[0]!.gainDb = 1;
  settings.bus.compressor = { ...settings.bus.compressor, enabled: true };
  return settings;
};

const masterBench = (inputGainDb: number, channels: [Float32Array, Float32Array]) => () => {
  const settings = neutralMaster();
  settings.inputGainDb = inputGainDb;
  const engine = new MasterEngine(dsp, { settings, sampleRate });
  return (from: number, to: number) => {
    const input: [Float32Array, Float32Array] = [channels[0].subarray(from, to), channels[1].subarray(from, to)];
    engine.process(input, outLeft.subarray(from, to), outRight.subarray(from, to));
  };
};

const processorBench = (processor: ProcessorSettings) => () => {
  const engine = new ProcessorEngine(dsp, { processor, sampleRate });
  return (from: number, to: number) => {
    const input: [Float32Array, Float32Array] = [left.subarray(from, to), right.subarray(from, to)];
    engine.process(input, outLeft.subarray(from, to), outRight.subarray(from, to));
  };
};

bench('loudness, range, true peak, stereo', () => {
  const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
  return (from, to) => meter.push([left.subarray(from, to), right.subarray(from, to)]);
});
bench('plain sum of 26 stereo strips', mixBench(neutralMix(Array.from({ length: 26 }, (_, n) => `${n}`))));
bench('26 stereo strips: high-pass, bell, shelf, compressor, pan', mixBench(twentySix(null)));
bench('the same with reverb and delay', mixBench(twentySix(-12)));
bench('limiter at rest', masterBench(-20, [left, right]));
bench('limiter, 6 dB into it', masterBench(6, [left, right]));
const white: [Float32Array, Float32Array] = [noise(frames, 3), noise(frames, 4)];
bench('limiter, white noise 6 dB into it (worst case)', masterBench(6, white));
bench('48 to 44.1 kHz, stereo', () => {
  const resampler = new Resampler(dsp, { channels: 2, fromRate: 48_000, toRate: 44_100 });
  return (from, to) => {
    resampler.push([left.subarray(from, to), right.subarray(from, to)]);
  };
});
bench('16 bit with dither, stereo', () => {
  const quantizer = new Quantizer(dsp, { channels: 2, bitDepth: 16, dither: 'tpdf' });
  return (from, to) => {
    quantizer.process([left.subarray(from, to), right.subarray(from, to)]);
  };
});
const sidedEq = (phase: PhaseEqSettings['phase']): PhaseEqSettings => {
  const { bands } = neutralEq();
  const sided = bands.map((band, i) => ({ ...band, gainDb: 2, channel: i % 2 ? ('mid' as const) : ('side' as const) }));
  return { enabled: true, bands: sided, phase };
};
const mid = [
  { hz: 100, db: 2 },
  { hz: 4000, db: -2 },
];
for (const phase of ['linear', 'minimum'] as const) {
  const settings = { enabled: true, phase, mid, side: [] };
  bench(`tone curve, ${phase} phase`, processorBench({ kind: 'toneCurve', settings }));
}
for (const character of ['tape', 'tube', 'clip'] as const) {
  const settings = { enabled: true, character, driveDb: 9, mix: 0.8 };
  bench(`saturation, ${character}`, processorBench({ kind: 'saturation', settings }));
}
bench('EQ, four bands for mid and side', processorBench({ kind: 'eq', settings: sidedEq('minimum') }));
bench('EQ, four bands, linear phase', processorBench({ kind: 'eq', settings: sidedEq('linear') }));
bench(
  'width 1.2, mono below 120 Hz',
  processorBench({ kind: 'width', settings: { enabled: true, width: 1.2, monoBelowHz: 120 } }),
);
for (const kind of ['chorus', 'flanger', 'phaser', 'tremolo'] as const) {
  bench(kind, processorBench({ kind: 'modulation', settings: { ...neutralModulation(), kind } }));
}
for (const decaySeconds of [1.4, 5]) {
  const settings = { ...neutralConvolutionReverb(), decaySeconds };
  bench(`convolution reverb, ${decaySeconds} s`, processorBench({ kind: 'convolutionReverb', settings }));
}
bench('16 bit with noise-shaped dither, stereo', () => {
  const quantizer = new Quantizer(dsp, { channels: 2, bitDepth: 16, dither: 'shaped' });
  return (from, to) => {
    quantizer.process([left.subarray(from, to), right.subarray(from, to)]);
  };
});

const loud = { ...neutralCompressor(), enabled: true, thresholdDb: -24 };
const everything = { autoRelease: true, lookAheadMs: 3, sideChain: { lowCutHz: 100, highCutHz: null } };
const crossoversHz = [90, 400, 2000, 8000];
const gate = { ...neutralGate(), enabled: true };
const dynamicBand = { ...neutralDynamicEqBand(), rangeDb: -6 };
const dynamicBands = [150, 600, 2500, 9000].map((frequencyHz) => ({ ...dynamicBand, frequencyHz }));
const dynamics: [string, ProcessorSettings][] = [
  ['compressor at rest', { kind: 'compressor', settings: { ...loud, thresholdDb: 0 } }],
  ['compressor', { kind: 'compressor', settings: loud }],
  ['compressor, RMS', { kind: 'compressor', settings: { ...loud, detector: 'rms' } }],
  ['compressor, unlinked', { kind: 'compressor', settings: { ...loud, stereoLink: 0 } }],
  ['compressor, auto release, look-ahead, side chain', { kind: 'compressor', settings: { ...loud, ...everything } }],
  ['gate, open', { kind: 'gate', settings: gate }],
  ['gate, at work', { kind: 'gate', settings: { ...gate, thresholdDb: -12, ratio: 100, holdMs: 5 } }],
  ['expander, at work', { kind: 'gate', settings: { ...gate, thresholdDb: -12, holdMs: 5 } }],
  ['transient shaper', { kind: 'transient', settings: { enabled: true, attackDb: 6, sustainDb: -3 } }],
  ['de-esser at rest', { kind: 'dynamicEq', settings: { ...neutralDeEsser(), enabled: true } }],
  ['dynamic EQ, four bells at work', { kind: 'dynamicEq', settings: { enabled: true, bands: dynamicBands } }],
  ...[2, 3, 4, 5].map((count): [string, ProcessorSettings] => [
    `multiband compressor, ${count} bands at work`,
    {
      kind: 'multiband',
      settings: {
        enabled: true,
        crossoversHz: crossoversHz.slice(0, count - 1),
        bands: Array.from({ length: count }, () => ({ ...loud, thresholdDb: -36 })),
        lookAheadMs: 0,
      },
    },
  ]),
];
for (const [name, processor] of dynamics) bench(name, processorBench(processor));
