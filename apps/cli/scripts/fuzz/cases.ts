import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { makeMutant, makeSeeds, type Seed, seededRandom, wavBytes } from '@sweetspot/audio/testing';

/** The good things that are damaged, and those that stand beside a damaged one. */
export interface Material {
  folder: string;
  seeds: readonly Seed[];
  pictures: readonly Seed[];
  /** A sound that is long enough to be matched, which takes its time. */
  longSounds: readonly Seed[];
  long: string;
  /** Paths: the master, its mix's stems, and the recipes that made them. */
  good: string;
  stems: string;
  mixRecipe: string;
  masterRecipe: string;
  albumRecipe: string;
  tags: string;
}

/** A command line with something damaged in it. */
export interface Case {
  command: string;
  /** What was done to it. */
  damage: string;
  args: string[];
  /** Where the command may write. */
  outDir: string;
  /** The damaged file. */
  path: string;
}

/** Where one case is played. */
interface Place {
  material: Material;
  work: string;
  out: string;
  /** The damaged thing. */
  path: string;
  /** Of the case. */
  number: number;
}

type Damaged = 'sound' | 'longSound' | 'stem' | 'mixRecipe' | 'masterRecipe' | 'albumRecipe' | 'tags' | 'picture';
interface Kind {
  /** How many of every round are of this kind: those that start threads or encoders take the longest. */
  share: number;
  damaged: Damaged;
  args: (place: Place) => string[];
}

const oneFormat = ['--formats', 'wav24'];
/** Threads have to be started; now and then they are. */
const oneThread = (number: number): string[] => (seededRandom(number)(8) === 0 ? [] : ['--threads', '1']);
const kinds: Record<string, Kind> = {
  analyze: { share: 12, damaged: 'sound', args: ({ path }) => ['analyze', path] },
  intake: { share: 6, damaged: 'stem', args: ({ work }) => ['intake', join(work, 'stems')] },
  'intake --rough': {
    share: 2,
    damaged: 'sound',
    args: ({ material, path }) => ['intake', material.stems, '--rough', path],
  },
  mix: {
    share: 2,
    damaged: 'stem',
    args: ({ work, out, number }) => [
      ...['mix', join(work, 'stems'), '-o', join(out, 'mix.wav')],
      ...['--recipe-out', join(out, 'mix.json'), ...oneThread(number)],
    ],
  },
  'mix --plain': {
    share: 1,
    damaged: 'stem',
    args: ({ work, out, number }) => [
      ...['mix', join(work, 'stems'), '-o', join(out, 'sum.wav'), '--plain', ...oneThread(number)],
    ],
  },
  'mix recipe': {
    share: 2,
    damaged: 'mixRecipe',
    args: ({ material, path, out, number }) => [
      ...['mix', path, '-o', join(out, 'mix.wav'), '--stems', material.stems, ...oneThread(number)],
    ],
  },
  master: { share: 10, damaged: 'sound', args: ({ path, out }) => ['master', path, '-o', join(out, 'master.wav')] },
  'master --preset': {
    share: 2,
    damaged: 'sound',
    args: ({ path, out }) => ['master', path, '-o', join(out, 'master.wav'), '--preset', 'warm'],
  },
  'master --stems': {
    share: 3,
    damaged: 'stem',
    args: ({ work, out }) => ['master', '--stems', join(work, 'stems'), '-o', join(out, 'master.wav')],
  },
  'master --reference': {
    share: 1,
    damaged: 'longSound',
    args: ({ material, path, out }) => ['master', material.long, '-o', join(out, 'master.wav'), '--reference', path],
  },
  'master --recipe': {
    share: 6,
    damaged: 'masterRecipe',
    args: ({ material, path, out }) => ['master', material.good, '-o', join(out, 'master.wav'), '--recipe', path],
  },
  album: {
    share: 2,
    damaged: 'sound',
    args: ({ material, path, out }) => ['album', material.good, path, '-o', join(out, 'files')],
  },
  'album --recipe': {
    share: 2,
    damaged: 'albumRecipe',
    args: ({ material, path, out }) => [
      ...['album', material.good, join(material.stems, '01 Kick.wav')],
      ...['-o', join(out, 'files'), '--recipe', path],
    ],
  },
  deliver: {
    share: 1,
    damaged: 'sound',
    args: ({ path, out }) => ['deliver', path, '-o', join(out, 'files'), '--formats', 'wav16_44,flac'],
  },
  'deliver --metadata': {
    share: 1,
    damaged: 'tags',
    args: ({ material, path, out }) => [
      ...['deliver', material.good, '-o', join(out, 'files'), ...oneFormat, '--metadata', path],
    ],
  },
  'deliver --artwork': {
    share: 1,
    damaged: 'picture',
    args: ({ material, path, out }) => [
      ...['deliver', material.good, '-o', join(out, 'files'), ...oneFormat, '--artwork', path],
    ],
  },
  'deliver --alternates': {
    share: 1,
    damaged: 'mixRecipe',
    args: ({ material, path, out }) => [
      ...['deliver', material.good, '-o', join(out, 'files'), ...oneFormat, '--alternates', 'instrumental,no_limiter'],
      ...['--mix-recipe', path, '--master-recipe', material.masterRecipe, '--stems', material.stems],
    ],
  },
  diff: { share: 3, damaged: 'sound', args: ({ material, path }) => ['diff', material.good, path] },
  'diff damaged first': { share: 1, damaged: 'sound', args: ({ material, path }) => ['diff', path, material.good] },
  verify: {
    share: 4,
    damaged: 'sound',
    args: ({ path }) => ['verify', path, '--approved', '0'.repeat(64)],
  },
  'verify recipe': {
    share: 1,
    damaged: 'mixRecipe',
    args: ({ material, path }) => ['verify', material.good, '--approved', path, '--stems', material.stems],
  },
};
const round = Object.entries(kinds).flatMap(([name, { share }]) => Array.from({ length: share }, () => name));

/** Makes the good things in a folder; `run` is the program. */
export async function makeMaterial(folder: string, run: (args: string[]) => Promise<unknown>): Promise<Material> {
  const seeds = await makeSeeds(folder);
  const at = (name: string) => join(folder, name);
  const stems = at('stems');
  mkdirSync(stems);
  copyFileSync(at('wav16.wav'), join(stems, '01 Kick.wav'));
  copyFileSync(at('wav16.wav'), join(stems, '02 Vox.wav'));
  copyFileSync(at('wav16.wav'), at('good.wav'));
  const [good, second] = [at('good.wav'), join(stems, '01 Kick.wav')];
  await run(['mix', stems, '-o', at('mix.wav'), '--recipe-out', at('mix.json')]);
  await run(['master', at('mix.wav'), '-o', at('master.wav'), '--preset', 'warm', '--recipe-out', at('master.json')]);
  await run(['album', good, second, '-o', at('album'), '--recipe-out', at('album.json')]);
  writeFileSync(at('tags.json'), `${JSON.stringify(tags, null, 2)}\n`);
  const pictures = [0, 2, 3, 4, 6].map(
    (colours): Seed => ({
      name: `cover-${colours}`,
      ending: 'png',
      bytes: pngBytes(colours),
      isOurs: true,
    }),
  );
  const recipes = { mixRecipe: at('mix.json'), masterRecipe: at('master.json'), albumRecipe: at('album.json') };
  const long = wavBytes({
    bits: 16,
    sampleRate: 22_050,
    data: Buffer.concat(Array.from({ length: 6 }, () => oneSecond)),
  });
  writeFileSync(at('long.wav'), long);
  const longSounds: Seed[] = [{ name: 'long', ending: 'wav', bytes: long, isOurs: true }];
  return { folder, seeds, pictures, longSounds, long: at('long.wav'), good, stems, ...recipes, tags: at('tags.json') };
}

/** Tones at 22,050 Hz, 16 bits, stereo. */
const oneSecond = Buffer.alloc(22_050 * 4);
for (let at = 0; at < 22_050 * 2; at += 1)
  oneSecond.writeInt16LE(Math.round(9000 * Math.sin(at / (9 + (at % 2)))), 2 * at);

const tags = {
  title: 'Ebb',
  artist: 'Lowtide',
  album: 'Tides',
  trackNumber: 1,
  trackTotal: 9,
  year: 2026,
  isrc: 'SEABC2600001',
  upc: '036000291452',
  comment: 'none',
};
/** A black PNG of 8 × 8 pixels (ISO/IEC 15948): grey, RGB, palette, grey with alpha, RGBA. */
function pngBytes(colours: number): Buffer {
  const samples = [1, 0, 3, 1, 2, 0, 4][colours]!;
  const header = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, colours, 0, 0, 0]);
  const palette = colours === 3 ? [pngChunk('PLTE', Buffer.alloc(6)), pngChunk('tRNS', Buffer.alloc(1))] : [];
  const pixels = pngChunk('IDAT', deflateSync(Buffer.alloc(8 * (1 + 8 * samples))));
  return Buffer.concat([pngMark, pngChunk('IHDR', header), ...palette, pixels, pngChunk('IEND', Buffer.alloc(0))]);
}

const pngMark = Buffer.from('89504e470d0a1a0a', 'hex');

function pngChunk(name: string, body: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** The same picture with the sums that its chunks should have, so that what is inside them is read at all. */
function withSums(bytes: Buffer): Buffer {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end - 4)), end - 4);
    at = end;
  }
  return bytes;
}

/** The case of that number in an empty folder: the same for the same material, seed and number. */
export function makeCase(material: Material, seed: number, number: number, work: string): Case {
  const command = round[number % round.length]!;
  const { damaged, args } = kinds[command]!;
  const outDir = join(work, 'out');
  mkdirSync(outDir, { recursive: true });
  const { path, damage } = placeDamaged(damaged, material, seed, number, work);
  const asked = args({ material, work, out: outDir, path, number });
  // People read lines, programs read documents.
  return { command, damage, outDir, path, args: number % 3 === 0 ? asked : [...asked, '--json'] };
}

/** A decoder of FFmpeg's is a process of its own; `fuzz-files.ts` tries those by the thousands. */
const soundsFor = ({ seeds }: Material, number: number): readonly Seed[] =>
  seededRandom(number)(6) === 0 ? seeds : seeds.filter(({ isOurs }) => isOurs);

function placeDamaged(
  damaged: Damaged,
  material: Material,
  seed: number,
  number: number,
  work: string,
): { path: string; damage: string } {
  switch (damaged) {
    case 'sound':
    case 'longSound':
    case 'picture': {
      const { pictures, longSounds } = material;
      const seeds = { sound: soundsFor(material, number), longSound: longSounds, picture: pictures }[damaged];
      const { name, bytes } = makeMutant(seeds, seed, number);
      const path = join(work, name);
      writeFileSync(path, damaged === 'picture' && number % 2 === 0 ? withSums(bytes) : bytes);
      return { path, damage: name };
    }
    case 'stem': {
      const { name, bytes } = makeMutant(soundsFor(material, number), seed, number);
      mkdirSync(join(work, 'stems'));
      copyFileSync(material.good, join(work, 'stems/01 Kick.wav'));
      const path = join(work, 'stems', name.replace(/\.txt$/, '.wav'));
      writeFileSync(path, bytes);
      return { path, damage: name };
    }
    default: {
      const path = join(work, 'damaged.json');
      writeFileSync(path, damageText(readFileSync(material[damaged], 'utf8'), seed, number));
      return { path, damage: damaged };
    }
  }
}

const values = [
  ...['null', '-1', '1e308', '0', '"x"', '[]', '{}', '1e-320', 'true', '9007199254740993', '""', '"\\u0000"'],
  ...['"\\ud800"', `"${'x'.repeat(500)}"`, '"../x"', '"a/b\\nc"', '[[]]', '{"__proto__": 1}'],
];

/** JSON with other numbers, values out of all bounds, parts cut out, keys renamed, or broken. */
function damageText(json: string, seed: number, number: number): string {
  const random = seededRandom(seed * 7919 + number);
  if (random(8) === 0) return json.slice(0, random(json.length));
  if (random(20) === 0) return values[random(values.length)]!;
  const places = [...json.matchAll(/("[^"]*"): ("[^"]*"|-?[\d.]+|true|false|null)/g)];
  const isGentle = random(2) === 0;
  let damaged = json;
  for (let left = 1 + random(3); left > 0; left -= 1) {
    const [whole, key, value] = places[random(places.length)]!;
    const stated = Number(value);
    const nudged = Number.isFinite(stated) && (isGentle || random(2) === 0);
    const other = nudged
      ? String(isGentle ? stated * (0.5 + random(100) / 100) : (stated + 1) * (1 + random(5)))
      : isGentle
        ? value!
        : values[random(values.length)]!;
    const name = !isGentle && random(12) === 0 ? '"other"' : key;
    damaged = damaged.replace(whole, () => `${name}: ${other}`);
  }
  return damaged;
}
