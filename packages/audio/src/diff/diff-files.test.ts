import { Resampler } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { beforeAll, expect, test } from 'vitest';
import type { Block } from '../source.ts';
import { encodeFile, tempDir, writeWav } from '../testing/made-files.ts';
import { comparisonOf } from './compare-files.ts';
import { describeDifference } from './describe-difference.ts';
import { diffFiles, type FileDifference } from './diff-files.ts';
import { fractionalTaps, shiftBlock, shiftReach } from './fractional-shift.ts';

const sampleRate = 48_000;
const seconds = 14;

/** Notes at irregular times over a bass that moves, two channels, with noise: what music is to an aligner. */
function makeSong(seed: number, length = seconds): Block {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const frames = length * sampleRate;
  const song = [new Float32Array(frames), new Float32Array(frames)];
  for (let at = 0; at < frames; at += Math.round(sampleRate * (0.12 + 0.3 * random()))) {
    const hz = 55 * 2 ** Math.floor(random() * 5) * (1 + Math.floor(random() * 7) / 7);
    const level = 0.05 + 0.1 * random();
    const side = 0.2 + 0.6 * random();
    for (let frame = at; frame < Math.min(frames, at + sampleRate); frame += 1) {
      const age = (frame - at) / sampleRate;
      const value = level * Math.exp(-4 * age) * Math.sin(2 * Math.PI * hz * age) * Math.min(1, age * 500);
      song[0]![frame]! += value * side;
      song[1]![frame]! += value * (1 - side);
    }
  }
  return map(song, (value) => Math.round((value + 0.004 * (random() - 0.5)) * 2 ** 23) / 2 ** 23);
}

const map = (block: Block, change: (value: number, frame: number, channel: number) => number): Block =>
  block.map((plane, channel) => plane.map((value, frame) => change(value, frame, channel)));
const cutOut = (block: Block, from: number, to?: number): Block => block.map((plane) => plane.slice(from, to));

let song: Block;
beforeAll(() => {
  song = makeSong(7);
});

async function diff(a: Block, b: Block): Promise<FileDifference & { sentence: string }> {
  using dir = tempDir();
  const difference = await diffFiles(writeWav(dir.file('a.wav'), a), writeWav(dir.file('b.wav'), b));
  return { ...difference, sentence: describeDifference(difference, ['a', 'b']) };
}

test('a copy is identical', async () => {
  const found = await diff(song, song);
  expect(found).toMatchObject({ verdict: 'identical', offsetSamples: 0, gainDb: 0, residualDb: null, changes: [] });
  expect(found.sections.length).toBe(2 * seconds);
  expect(found.sentence).toBe('b is identical to a, sample for sample.');
});

test('a file that was only trimmed is reported as just that', async () => {
  const found = await diff(song, cutOut(song, 60_001, -24_000));
  expect(found).toMatchObject({ verdict: 'same', offsetSamples: -60_001, gainDb: 0, residualDb: null, changes: [] });
  expect(found.sentence).toBe('b is a cut by 1.25 s at the start and 0.5 s at the end; nothing else differs.');
  expect(found.sections[0]!.fromSeconds).toBeCloseTo(60_001 / sampleRate, 9);
});

test('silence before it is told from other sound', async () => {
  const padded = (filler: number) =>
    song.map((plane) => {
      const longer = new Float32Array(plane.length + sampleRate).fill(filler);
      longer.set(plane, sampleRate);
      return longer;
    });
  const silent = await diff(song, padded(0));
  expect(silent).toMatchObject({ verdict: 'same', offsetSamples: sampleRate, residualDb: null });
  expect(silent.sentence).toBe('b is a with 1 s of silence at the start; nothing else differs.');
  expect((await diff(song, padded(0.1))).sentence).toContain('1 s of other sound at the start');
});

test('a snippet is found where it was taken from', async () => {
  const found = await diff(song, cutOut(song, 9 * sampleRate + 17, 12 * sampleRate));
  expect(found).toMatchObject({ verdict: 'same', offsetSamples: -(9 * sampleRate + 17), residualDb: null });
});

test('a file that was only turned up is reported as just that', async () => {
  const found = await diff(
    song,
    map(song, (value) => value * 10 ** (3 / 20)),
  );
  expect(found).toMatchObject({ verdict: 'same', offsetSamples: 0, polarityInverted: false, changes: [] });
  expect(found.gainDb).toBeCloseTo(3, 3);
  expect(found.residualDb).toBeLessThan(-130);
  expect(found.sentence).toBe('b is a turned up by 3.00 dB; nothing else differs that could be heard.');
});

test('inverted polarity is seen', async () => {
  const found = await diff(
    song,
    map(song, (value) => -value),
  );
  expect(found).toMatchObject({ verdict: 'same', polarityInverted: true, gainDb: 0, residualDb: null });
  expect(found.sentence).toContain('with its polarity inverted');
});

test('a change from 0:07 to 0:11 is found there and nowhere else', async () => {
  const inside = (frame: number) => frame >= 7 * sampleRate && frame < 11 * sampleRate;
  const voice = (frame: number) => 0.05 * Math.sin((2 * Math.PI * 2500 * frame) / sampleRate);
  const found = await diff(
    song,
    map(song, (value, frame) => (inside(frame) ? value + voice(frame) : value)),
  );
  expect(found).toMatchObject({ verdict: 'changed', offsetSamples: 0, gainDb: 0 });
  expect(found.changes).toHaveLength(1);
  const [change] = found.changes;
  expect(change!.fromSeconds).toBeCloseTo(7, 1);
  expect(change!.toSeconds).toBeCloseTo(11, 1);
  expect(change!.bands[0]).toBe('mid');
  expect(change!.gainDb).toBeNull();
  expect(change!.residualDb).toBeCloseTo(20 * Math.log10(0.05) - 3.01, 1);
  expect(found.sentence).toBe('b is a, changed from 0:07 to 0:11, and nowhere else.');
  const outside = found.sections.filter((one) => one.toSeconds <= 7 || one.fromSeconds >= 11);
  expect(outside.every(({ residualDb }) => residualDb === null)).toBe(true);
});

test('trimmed, turned down, and louder in one place: all three are told', async () => {
  const louder = (frame: number) => (frame >= 8 * sampleRate && frame < 11 * sampleRate ? 10 ** (2 / 20) : 1);
  const b = cutOut(
    map(song, (value, frame) => value * 0.5 * louder(frame)),
    12_345,
  );
  const found = await diff(song, b);
  expect(found).toMatchObject({ verdict: 'changed', offsetSamples: -12_345 });
  expect(found.gainDb).toBeCloseTo(-6.02, 2);
  expect(found.changes).toHaveLength(1);
  expect(found.changes[0]!.gainDb).toBeCloseTo(2, 1);
  expect(found.sentence).toContain('turned up by 2.0 dB from 0:08 to 0:11, and nowhere else');
});

test('a shift by part of a sample is taken out', async () => {
  // Without the highest octave, where no interpolator is exact.
  const smooth = map(song, (_, frame, channel) => {
    const plane = song[channel]!;
    return ((plane[frame - 1] ?? 0) + 2 * plane[frame]! + (plane[frame + 1] ?? 0)) / 4;
  });
  const padded = smooth.map((plane) => {
    const longer = new Float32Array(plane.length + 2 * shiftReach);
    longer.set(plane, shiftReach);
    return longer;
  });
  const found = await diff(smooth, shiftBlock(padded, fractionalTaps(0.37)));
  expect(found.offsetSamples).toBeCloseTo(-0.37, 2);
  expect(found.verdict).toBe('same');
  expect(found.residualDb).toBeLessThan(-90);
});

test('another sample rate is looked through', async () => {
  using dir = tempDir();
  const dsp = await loadDspFromDisk();
  const resampler = new Resampler(dsp, { channels: 2, fromRate: sampleRate, toRate: 44_100 });
  const parts = [resampler.push(song), resampler.finish()];
  const joined = song.map((_, channel) => Float32Array.from(parts.flatMap((part) => [...part[channel]!])));
  const a = writeWav(dir.file('a.wav'), song);
  const b = writeWav(dir.file('b.wav'), joined, { sampleRate: 44_100 });
  const found = await diffFiles(a, b);
  expect(found).toMatchObject({ verdict: 'same', sampleRate: 44_100, offsetSamples: 0 });
  expect(describeDifference(found, ['a', 'b'])).toContain('at 44.1 instead of 48 kHz');
});

test('a lossy copy is the same recording, changed throughout', async () => {
  using dir = tempDir();
  const a = writeWav(dir.file('a.wav'), song);
  const b = await encodeFile(dir.file('b.mp3'), song, { codec: 'mp3', bitsPerSecond: 128_000 });
  const found = await diffFiles(a, b);
  expect(found.verdict).toBe('processed');
  expect(found.likeness).toBeGreaterThan(0.9);
  expect(found.relativeResidualDb).toBeLessThan(-15);
  expect(describeDifference(found, ['a', 'b'])).toContain('changed throughout');
});

test('another song is unrelated, and so is silence', async () => {
  const found = await diff(song, makeSong(1234));
  expect(found).toMatchObject({ verdict: 'unrelated', offsetSamples: null, sections: [] });
  expect(found.sentence).toBe('b has nothing in common with a.');
  expect(
    (
      await diff(
        song,
        map(song, () => 0),
      )
    ).verdict,
  ).toBe('unrelated');
});

test('silence, a steady tone and files of a few samples are compared too', async () => {
  const silence = map(makeSong(1, 1), () => 0);
  expect((await diff(silence, silence)).verdict).toBe('identical');
  const tone = map(makeSong(1, 3), (_, frame) => 0.3 * Math.sin((2 * Math.PI * 440 * frame) / sampleRate));
  expect((await diff(tone, tone)).verdict).toBe('identical');
  expect(
    (
      await diff(
        tone,
        map(tone, (value) => value / 2),
      )
    ).gainDb,
  ).toBeCloseTo(-6.02, 2);
  const short = cutOut(song, 30_000, 30_100);
  expect((await diff(short, short)).verdict).toBe('identical');
});

test('a version is told on its own time line, its place in the one before on that one’s', async () => {
  const louder = map(song, (value, frame) =>
    frame >= 6 * sampleRate && frame < 8 * sampleRate ? value * 10 ** (1.2 / 20) : value,
  );
  const cut = 2 * sampleRate;
  const comparison = comparisonOf(await diff(song, cutOut(louder, cut)), ['Mix 1', 'Mix 2']);
  expect(comparison).toMatchObject({
    verdict: 'changed',
    sampleRate,
    spans: [{ fromSample: cut, toSample: seconds * sampleRate, shiftSamples: -cut }],
  });
  expect(comparison.sentence).toBe(
    'Mix 2 is Mix 1 cut by 2 s at the start, and turned up by 1.2 dB from 0:04 to 0:06, and nowhere else.',
  );
  const [change] = comparison.changes;
  expect(comparison.changes).toHaveLength(1);
  expect(change!.gainDb).toBeCloseTo(1.2, 1);
  expect(change!.fromSample / sampleRate).toBeCloseTo(4, 1);
  expect(change!.toSample / sampleRate).toBeCloseTo(6, 1);
});

test('what has nothing in common has no place in it', async () => {
  const comparison = comparisonOf(await diff(song, makeSong(8)), ['Mix 1', 'Mix 2']);
  expect(comparison).toMatchObject({ verdict: 'unrelated', spans: [], gainDb: null, changes: [] });
});
