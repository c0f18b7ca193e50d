import { defaultMasterRecipe, fullMatch, type Match, matchDistanceDb } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { hashFile } from '../hash-file.ts';
import { renderMaster } from '../render-master.ts';
import { tempDir, writeWav } from '../testing/made-files.ts';
import { type BandPower, listenForMatch, type MatchProfile } from './listen-for-match.ts';
import { matchReferences } from './match-references.ts';
import { planMatch } from './plan-match.ts';

const sampleRate = 48_000;
const seconds = 20;

/** Seeded noise through a one-pole low-pass; the smaller `pole`, the darker. `width` is the share of the channels' own. */
function coloured(seed: number, pole: number, width: number, level: number): Float32Array[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const shared = Float32Array.from({ length: seconds * sampleRate }, random);
  return [0, 1].map(() => {
    let low = 0;
    return shared.map((common) => {
      low += pole * (common * (1 - width) + random() * width - low);
      return (level * low) / Math.sqrt(pole);
    });
  });
}

const matchOf = (...hashes: string[]): Match => ({
  references: hashes.map((sha256) => ({ sha256, name: `${sha256}.wav`, weight: 1 })),
  intensity: fullMatch,
  found: null,
});
const total = ({ mid, side }: BandPower) => 10 * Math.log10(mid + side);

test('a dark, narrow song meets a bright, wide reference: loudness, tone by thirds of an octave, width', async () => {
  using dir = tempDir();
  const songPath = writeWav(dir.file('song.wav'), coloured(1, 0.08, 0.2, 0.1));
  const referencePath = writeWav(dir.file('reference.wav'), coloured(7, 0.4, 0.4, 0.15));
  const recipe = await matchReferences({
    songPath,
    recipe: { ...defaultMasterRecipe(), match: matchOf('bright') },
    referencePaths: { bright: referencePath },
  });
  const outPath = dir.file('matched.wav');
  const rendered = await renderMaster({ recipe, inputPath: songPath, outPath });
  const reference = await listenForMatch(referencePath);
  const matched = await listenForMatch(outPath);

  expect(Math.abs(matched.integratedLufs - reference.integratedLufs)).toBeLessThanOrEqual(0.1);
  expect(rendered.loudness.truePeakDbtp).toBeLessThanOrEqual(recipe.ceilingDbtp);
  const between = (band: BandPower) => band.hz >= 40 && band.hz <= 10_000;
  const left = matched.bands
    .filter(between)
    .map((band, at) => total(band) - total(reference.bands.filter(between)[at]!));
  expect(Math.max(...left.map(Math.abs))).toBeLessThanOrEqual(1);
  const widthOf = (bands: BandPower[]) => {
    const { mid, side } = bands.find(({ hz }) => hz === 1000)!;
    return 10 * Math.log10(side / mid);
  };
  expect(widthOf(matched.bands)).toBeCloseTo(widthOf(reference.bands), 0);

  // What the recipe says is left is what the file says.
  const { found } = recipe.match!;
  expect(matchDistanceDb(found!, 'beforeDb')).toBeGreaterThan(4);
  expect(matchDistanceDb(found!, 'afterDb')).toBeLessThan(0.5);
  const said = found!.filter(({ hz }) => between({ hz, mid: 0, side: 0 })).map(({ afterDb }) => afterDb);
  // The two put their zero, which is a level, at places of their own.
  const apart = left.map((db, at) => db - said[at]!);
  expect(Math.max(...apart) - Math.min(...apart)).toBeLessThan(0.1);
  // Rendered again it needs no reference, and is the same to the bit.
  const again = { ...recipe, driveDb: rendered.driveDb };
  await renderMaster({ recipe: again, inputPath: songPath, outPath: dir.file('again.wav') });
  expect(await hashFile(dir.file('again.wav'))).toBe(await hashFile(outPath));
});

test('a reference that is silent, short or not given is named', async () => {
  using dir = tempDir();
  const songPath = writeWav(dir.file('song.wav'), coloured(1, 0.08, 0.2, 0.1));
  const silence = [new Float32Array(6 * sampleRate), new Float32Array(6 * sampleRate)];
  const referencePaths = {
    silent: writeWav(dir.file('silent.wav'), silence),
    short: writeWav(
      dir.file('short.wav'),
      coloured(7, 0.4, 0.4, 0.15).map((channel) => channel.slice(0, 4.9 * sampleRate)),
    ),
  };
  const ask = (hash: string) =>
    matchReferences({ songPath, recipe: { ...defaultMasterRecipe(), match: matchOf(hash) }, referencePaths });
  await expect(ask('silent')).rejects.toThrow('The reference “silent.wav” is silent; nothing can be matched.');
  await expect(ask('short')).rejects.toThrow('The reference “short.wav” is too short to be matched');
  await expect(ask('gone')).rejects.toThrow('The reference “gone.wav” is not given.');
});

const bandsOf = (lufs: number, tilt: number): BandPower[] =>
  [100, 1000, 10_000].map((hz, at) => ({ hz, mid: 10 ** ((lufs + tilt * (at - 1)) / 10), side: 0 }));
const profile = (integratedLufs: number, tilt: number, peakToShortTermDb = 10): MatchProfile => ({
  integratedLufs,
  truePeakDbtp: -1,
  peakToShortTermDb,
  bands: bandsOf(integratedLufs, tilt),
  loud: { share: 1, lufs: integratedLufs, bands: bandsOf(integratedLufs, tilt) },
  quiet: null,
  sections: [],
});

test('intensities work apart, and references by their weight', () => {
  const song = profile(-20, 0, 14);
  const references = [
    { profile: profile(-10, 6, 8), weight: 3 },
    { profile: profile(-14, 2, 8), weight: 1 },
  ];
  const none = { tone: 0, level: 0, width: 0, dynamics: 0 };
  const base = defaultMasterRecipe();
  const untouched = planMatch(song, references, base, none);
  expect({ ...untouched, reason: undefined }).toEqual({ ...base, reason: undefined });
  expect(planMatch(song, references, base, { ...none, level: 1 }).targetLufs).toBe(-11);
  expect(planMatch(song, references, base, { ...none, level: 0.5 }).targetLufs).toBe(-12.5);
  const { mid } = planMatch(song, references, base, { ...none, tone: 1 }).toneCurve;
  expect(mid.map(({ db }) => Math.round(10 * db) / 10)).toEqual([-5, 0, 5]);
  const half = planMatch(song, references, base, { ...none, tone: 0.5 }).toneCurve.mid;
  expect(half.map(({ db }) => Math.round(10 * db) / 10)).toEqual([-2.5, 0, 2.5]);
  expect(planMatch(song, references, base, { ...none, dynamics: 1 }).compressor).toMatchObject({
    enabled: true,
    ratio: 2,
  });
  expect(planMatch(profile(-20, 0, 8), references, base, { ...none, dynamics: 1 }).compressor.enabled).toBe(false);
  const nearly = [{ profile: profile(-20, 0, 12), weight: 1 }];
  expect(planMatch(song, nearly, base, { ...none, dynamics: 0.4 }).reason).toContain('at this intensity nothing is');
  expect(planMatch(song, nearly, base, none).reason).toContain('its density was not asked for');
  expect(() => planMatch(song, [], base)).toThrow(RangeError);
});

test('verses are compared with verses: a song of many dark ones is not made dark', () => {
  const withVerses = (share: number, tilt = 0): MatchProfile => {
    const loud = { share: 1 - share, lufs: -12, bands: bandsOf(-12, 2 + tilt) };
    const quiet = { share, lufs: -18, bands: bandsOf(-18, -6 + tilt) };
    const bands = loud.bands.map((band, at) => ({
      ...band,
      mid: loud.share * band.mid + quiet.share * quiet.bands[at]!.mid,
    }));
    return { ...profile(-14, 0), bands, loud, quiet };
  };
  const base = defaultMasterRecipe();
  const curve = (song: MatchProfile, reference: MatchProfile) =>
    planMatch(song, [{ profile: reference, weight: 1 }], base).toneCurve.mid.map(({ db }) => db);
  for (const db of curve(withVerses(0.2), withVerses(0.8))) expect(db).toBeCloseTo(0, 6);
  const [low, , high] = curve(withVerses(0.2), withVerses(0.8, 1.5));
  expect(high! - low!).toBeCloseTo(3, 6);
});

test('what the song has nothing of is not raised, and that is said; so is what its dynamics are', () => {
  const song = profile(-14, 0, 14);
  const bands = song.bands.map((band) => (band.hz === 100 ? { ...band, mid: band.mid * 1e-6 } : band));
  const recipe = planMatch({ ...song, bands }, [{ profile: profile(-14, 0, 9), weight: 1 }], defaultMasterRecipe());
  expect(recipe.toneCurve.mid[0]!.db).toBeLessThanOrEqual(6);
  expect(recipe.toneCurve.reason).toContain('At 100 Hz the song has nothing to raise; that stays.');
  expect(recipe.reason).toContain('The reference is denser by 5.0 dB of peak to loudness; compressed 1.83:1.');
  const open = planMatch(song, [{ profile: profile(-14, 0, 18), weight: 1 }], defaultMasterRecipe());
  expect(open.compressor.enabled).toBe(false);
  expect(open.reason).toContain('more open by 4.0 dB');
});
