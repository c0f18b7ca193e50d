import { describe, expect, test } from 'vitest';
import { MixEngine } from './mix-engine.ts';
import { neutralDelay, neutralGroup, neutralMix, neutralReturn } from './neutral-settings.ts';
import { loadDspFromDisk } from './node.ts';
import { gainAt, valueAt } from './oracle/automation.ts';
import { run as processed } from './oracle/run.ts';
import { impulse, musicLike } from './oracle/signals.ts';
import { ProcessorEngine } from './processor-engine.ts';
import { neutralConvolutionReverb } from './processors/convolution-reverb.ts';
import type { AutomationPoint, MixSettings, StripSettings } from './settings.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const run = (settings: MixSettings, inputs: Float32Array[][], from = 0) => {
  const engine = new MixEngine(dsp, { settings, sampleRate, stripChannels: inputs.map((input) => input.length) });
  engine.reset(from);
  const frames = inputs[0]![0]!.length;
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  engine.process(inputs, left, right);
  return { engine, left, right };
};
const ones = (frames: number) => new Float32Array(frames).fill(1);
const stereo = (channel: Float32Array) => [channel, channel];

/** A mix of strips that all pass what they get, the first of them changed. */
const mixOf = (ids: string[], first: Partial<StripSettings> = {}): MixSettings => {
  const mix = neutralMix(ids);
  Object.assign(mix.strips[0]!, first);
  return mix;
};
/** The same with all strips in one group. */
const grouped = (ids: string[], group: Partial<MixSettings['groups'][number]> = {}): MixSettings => {
  const mix = mixOf(ids);
  for (const strip of mix.strips) strip.output = 'g';
  mix.groups = [{ ...neutralGroup('g'), ...group }];
  return mix;
};
const dryEcho = (mix: MixSettings): MixSettings => {
  mix.returns[1]!.effect = { ...neutralDelay(), timeMs: 1, feedback: 0, pingPong: false };
  return mix;
};
const echoAt = 48;

describe('groups', () => {
  test('a neutral group changes no bit', () => {
    const stems = [1, 2, 3].map((seed) => stereo(musicLike(3000, seed, 0.2)));
    const plain = run(mixOf(['a', 'b', 'c']), stems);
    const through = run(grouped(['a', 'b', 'c']), stems);
    expect(through.left).toEqual(plain.left);
  });

  test('its fader, pan and processing act on the sum alone', () => {
    const mix = grouped(['a', 'b'], { faderDb: -6, pan: 1 });
    mix.strips[1]!.output = null;
    const { left, right } = run(mix, [stereo(ones(8)), stereo(ones(8))]);
    expect(left[7]).toBe(1);
    expect(right[7]).toBeCloseTo(1 + 10 ** (-6 / 20), 6);
    mix.groups[0]!.compressor = { ...mix.groups[0]!.compressor, enabled: true, thresholdDb: -40 };
    const { engine } = run(mix, [stereo(ones(9000)), stereo(ones(9000))]);
    expect(engine.takeGainReductions().groups[0]).toBeGreaterThan(10);
    expect(engine.takeGainReductions().strips).toEqual([0, 0]);
  });

  test('a strip cannot go to a group that is not there', () => {
    expect(() => run(mixOf(['a'], { output: 'nowhere' }), [stereo(ones(1))])).toThrow('“nowhere”, which is not there');
  });
});

describe('who is heard', () => {
  const heard = (change: (mix: MixSettings) => void) => {
    const mix = mixOf(['a', 'b', 'c']);
    mix.groups = [neutralGroup('g')];
    mix.strips[0]!.output = 'g';
    change(mix);
    // Every strip has a sample of its own.
    const { left } = run(
      mix,
      [0, 1, 2].map((at) => stereo(impulse(3, at))),
    );
    return [...left].map((x, at) => (x === 0 ? '' : 'abc'[at])).join('');
  };

  test.each<[string, string, (mix: MixSettings) => void]>([
    ['everybody', 'abc', () => undefined],
    ['a solo silences the others', 'b', ({ strips }) => Object.assign(strips[1]!, { solo: true })],
    ['the group of a soloed strip stays open', 'a', ({ strips }) => Object.assign(strips[0]!, { solo: true })],
    [
      'a solo-safe strip is heard with every solo',
      'ac',
      ({ strips }) => {
        Object.assign(strips[0]!, { solo: true });
        Object.assign(strips[2]!, { soloSafe: true });
      },
    ],
    ['a soloed group is its strips', 'a', ({ groups }) => Object.assign(groups[0]!, { solo: true })],
    ['mute stands above solo', '', ({ strips }) => Object.assign(strips[0]!, { solo: true, mute: true })],
    ['a muted group silences its strips', 'bc', ({ groups }) => Object.assign(groups[0]!, { mute: true })],
  ])('%s', (_, expected, change) => expect(heard(change)).toBe(expected));

  test('what a muted strip would send is silent, before the fader too', () => {
    const mix = dryEcho(mixOf(['a'], { mute: true, sends: [{ to: 'delay', levelDb: 0, position: 'pre' }] }));
    expect(run(mix, [stereo(impulse(100))]).left.every((x) => x === 0)).toBe(true);
  });
});

describe('sends', () => {
  const echoOf = (change: Partial<StripSettings>, levelDb = 0, position: 'pre' | 'post' = 'post') =>
    run(dryEcho(mixOf(['a'], { sends: [{ to: 'delay', levelDb, position }], ...change })), [stereo(impulse(100))]).left[
      echoAt
    ];

  test('behind the fader they follow it, before it they do not', () => {
    expect(echoOf({ faderDb: -12 })).toBeCloseTo(10 ** (-12 / 20), 6);
    expect(echoOf({ faderDb: null }, -6, 'pre')).toBeCloseTo(10 ** (-6 / 20), 6);
    expect(echoOf({ pan: 1 })).toBe(0);
    expect(echoOf({ pan: 1 }, 0, 'pre')).toBe(1);
  });

  test('a group sends too, and two returns of a kind are two', () => {
    const mix = dryEcho(grouped(['a'], { sends: [{ to: 'delay', levelDb: -6, position: 'post' }] }));
    mix.returns.push({ ...structuredClone(mix.returns[1]!), id: 'second' });
    mix.strips[0]!.sends = [{ to: 'second', levelDb: -6, position: 'post' }];
    const { left, engine } = run(mix, [stereo(impulse(100))]);
    expect(left[echoAt]).toBeCloseTo(2 * 10 ** (-6 / 20), 6);
    expect(engine.tailFrames).toBe(echoAt);
  });
});

describe('a return', () => {
  const toReturn = { faderDb: null, sends: [{ to: 'delay', levelDb: 0, position: 'pre' as const }] };
  const input = musicLike(9000, 5, 0.2);

  test('feeds its effect through its equaliser', () => {
    const eq = neutralMix(['a']).bus.eq;
    eq.enabled = true;
    eq.bands[1]!.gainDb = -9;
    const sent = dryEcho(mixOf(['a'], toReturn));
    sent.returns[1]!.eq = eq;
    const late = run(sent, [stereo(input)]).left.subarray(echoAt);
    const direct = run(mixOf(['a'], { eq }), [stereo(input)]).left;
    late.forEach((x, i) => {
      expect(Math.abs(x - direct[i]!)).toBeLessThan(1e-6);
    });
    expect(direct.some((x, i) => Math.abs(x - input[i]!) > 0.01)).toBe(true);
  });

  test('may be a convolved room, which is the processor of that name', () => {
    const settings = { ...neutralConvolutionReverb(), kind: 'plate', decaySeconds: 0.3 } as const;
    const mix = mixOf(['a'], toReturn);
    mix.returns[1] = { ...neutralReturn('delay', settings), levelDb: -6 };
    const { left, right, engine } = run(mix, [stereo(input)]);
    const alone = new ProcessorEngine(dsp, { processor: { kind: 'convolutionReverb', settings }, sampleRate });
    const [l, r] = processed(alone, [input, input]);
    for (let i = 0; i < input.length; i++) {
      expect(Math.abs(left[i]! - l[i]! * 10 ** (-6 / 20))).toBeLessThan(1e-6);
      expect(Math.abs(right[i]! - r[i]! * 10 ** (-6 / 20))).toBeLessThan(1e-6);
    }
    expect(left.some((x) => Math.abs(x) > 0.01)).toBe(true);
    expect(engine.tailFrames).toBe(alone.tailFrames);
  });
});

describe('a strip', () => {
  test('of the same stem may be there twice: a parallel split', () => {
    const mix = mixOf(['dry', 'crushed'], { faderDb: -6 });
    mix.strips[1]!.compressor = { ...mix.strips[1]!.compressor, enabled: true, thresholdDb: -30 };
    const stem = stereo(musicLike(9000, 3));
    const apart = (at: number) => {
      const alone = structuredClone(mix);
      alone.strips[1 - at]!.mute = true;
      return run(alone, [stem, stem]).left;
    };
    const [dry, crushed] = [apart(0), apart(1)];
    run(mix, [stem, stem]).left.forEach((x, i) => {
      expect(Math.abs(x - dry[i]! - crushed[i]!)).toBeLessThan(1e-6);
    });
  });

  test.each([1, 127, 5000])('is moved back by %d samples, exactly', (delaySamples) => {
    const stem = musicLike(8000, 1);
    const { left } = run(mixOf(['a'], { delaySamples }), [stereo(stem)]);
    expect(left.subarray(delaySamples)).toEqual(stem.subarray(0, 8000 - delaySamples));
    expect(left.subarray(0, delaySamples).every((x) => x === 0)).toBe(true);
  });

  test.each([0, 0.5, 1, 2])('has a width of %d', (width) => {
    const [l, r] = [musicLike(500, 1), musicLike(500, 2)];
    const { left, right } = run(mixOf(['a'], { width }), [[l, r]]);
    left.forEach((x, i) => {
      const mid = (l[i]! + r[i]!) / 2;
      const side = (width * (l[i]! - r[i]!)) / 2;
      expect(x).toBeCloseTo(mid + side, 6);
      expect(right[i]).toBeCloseTo(mid - side, 6);
    });
  });
});

describe('alignment', () => {
  test.each<[string, (mix: MixSettings) => void]>([
    ['saturates', ({ strips }) => Object.assign(strips[0]!.saturation, { enabled: true, mix: 0 })],
    ['looks ahead', ({ strips }) => Object.assign(strips[0]!.compressor, { enabled: true, mix: 0, lookAheadMs: 5 })],
    [
      'goes through a group that does',
      ({ strips, groups }) => {
        groups.push({ ...neutralGroup('g'), saturation: { ...neutralGroup('g').saturation, enabled: true, mix: 0 } });
        strips[0]!.output = 'g';
      },
    ],
  ])('a strip that %s waits for nobody, and all others wait for it', (_, change) => {
    const mix = dryEcho(mixOf(['a', 'b']));
    mix.strips[1]!.sends = [{ to: 'delay', levelDb: 0, position: 'post' }];
    change(mix);
    const stems = [1, 2].map((seed) => stereo(musicLike(6000, seed, 0.2)));
    const { engine, left } = run(mix, stems);
    const late = engine.latencyFrames;
    expect(late).toBeGreaterThan(0);
    const [a, b] = stems.map(([channel]) => channel!);
    for (let i = 0; i < 6000 - late; i++) {
      expect(Math.abs(left[i + late]! - a![i]! - b![i]! - (b![i - echoAt] ?? 0))).toBeLessThan(1e-6);
    }
  });

  test('automation meets the sound it was written for', () => {
    const mix = mixOf(['a'], { automation: [{ parameter: 'faderDb', points: [at(0, 0), at(500, 0), at(501, null)] }] });
    mix.strips[0]!.compressor = { ...mix.strips[0]!.compressor, enabled: true, mix: 0, lookAheadMs: 5 };
    const { engine, left } = run(mix, [stereo(ones(2000))]);
    expect(engine.latencyFrames).toBe(240);
    expect([...left.subarray(739, 742)]).toEqual([1, 1, 0]);
  });
});

const at = (atSample: number, value: number | null): AutomationPoint => ({ atSample, value });

describe('automation', () => {
  const points: AutomationPoint[] = [
    { atSample: 100, value: -20 },
    { atSample: 611, value: 0 },
    { atSample: 612, value: -6 },
    { atSample: 2000, value: -6 },
    { atSample: 2500, value: null },
  ];
  const automated = (automation: StripSettings['automation'], more: Partial<StripSettings> = {}) =>
    mixOf(['a'], { automation, ...more });

  test('a fader runs along straight lines of dB, to the sample', () => {
    const { left } = run(automated([{ parameter: 'faderDb', points }], { faderDb: 9 }), [stereo(ones(3000))]);
    left.forEach((x, i) => {
      expect(Math.abs(x - gainAt(points, i))).toBeLessThan(1e-6);
    });
  });

  test('may begin anywhere in the song', () => {
    const mix = automated([{ parameter: 'faderDb', points }]);
    const whole = run(mix, [stereo(ones(3000))]).left;
    expect(run(mix, [stereo(ones(2300))], 700).left).toEqual(whole.subarray(700));
  });

  test('pan keeps its laws', () => {
    const pans = [
      { atSample: 0, value: -1 },
      { atSample: 1000, value: 1 },
    ];
    const mono = run(automated([{ parameter: 'pan', points: pans }]), [[ones(1200)]]);
    mono.left.forEach((l, i) => {
      expect(l ** 2 + mono.right[i]! ** 2).toBeCloseTo(2, 5);
      expect(Math.atan2(mono.right[i]!, l)).toBeCloseTo(((valueAt(pans, i) + 1) * Math.PI) / 4, 5);
    });
    const wide = run(automated([{ parameter: 'pan', points: pans }]), [stereo(ones(1200))]);
    expect([wide.left[0], wide.right[0], wide.left[500], wide.right[500]]).toEqual([1, 0, 1, 1]);
    expect(wide.left[750]).toBeCloseTo(Math.cos(Math.PI / 4), 6);
  });

  test('mute turns over within 5 ms of its point, whatever follows it', () => {
    const mutes = [
      { atSample: 1000, value: 1 },
      { atSample: 1100, value: 0 },
      { atSample: 2000, value: 1 },
    ];
    const { left } = run(automated([{ parameter: 'mute', points: [{ atSample: 0, value: 0 }, ...mutes] }]), [
      stereo(ones(2500)),
    ]);
    expect([left[1000], left[2000], left[2240]]).toEqual([1, 1, 0]);
    expect(left[1100]).toBeCloseTo(1 - 100 / 240, 6);
    for (let i = 1; i < 2500; i++) expect(Math.abs(left[i]! - left[i - 1]!)).toBeLessThan(1.01 / 240);
  });

  test('a send moves by itself', () => {
    const sends: StripSettings['sends'] = [{ to: 'delay', levelDb: null, position: 'pre' }];
    const mix = dryEcho(automated([{ parameter: 'sendDb', to: 'delay', points }], { faderDb: null, sends }));
    const { left } = run(mix, [stereo(ones(3000))]);
    for (let i = 0; i < 2900; i++) expect(Math.abs(left[i + echoAt]! - gainAt(points, i))).toBeLessThan(1e-6);
  });

  test('a group is automated like a strip', () => {
    const mix = grouped(['a'], { automation: [{ parameter: 'faderDb', points }] });
    expect(run(mix, [stereo(ones(3000))]).left).toEqual(
      run(automated([{ parameter: 'faderDb', points }]), [stereo(ones(3000))]).left,
    );
  });
});
