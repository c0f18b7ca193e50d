import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WavSamples } from '../wav-writer.ts';
import { aiffBytes, chunk, encodeFile, extensible, music, wavBytes, writeWav } from './made-files.ts';

/** A sound file to be damaged, of every kind that is taken. */
export interface Seed {
  name: string;
  ending: string;
  bytes: Buffer;
  /** Read by our own parser, not by FFmpeg. */
  isOurs: boolean;
}

export interface Mutant {
  /** `wav16-truncated.mp3`: seed, damage, and an ending that may lie. */
  name: string;
  bytes: Buffer;
  isOurs: boolean;
}

/** Enough for a loudness to be measured. */
const frames = 24_000;

/** Makes the seeds, half a second each, in a folder. `onlyOurs` leaves out those that FFmpeg reads. */
export async function makeSeeds(dir: string, { onlyOurs = false } = {}): Promise<Seed[]> {
  const stereo = music(frames, 2);
  const ours = (name: string, ending: string, bytes: Buffer): Seed => ({ name, ending, bytes, isOurs: true });
  const wav = (name: string, samples: WavSamples, channels: number): Seed =>
    ours(name, 'wav', readFileSync(writeWav(join(dir, `${name}.wav`), music(frames, channels), { samples })));
  const data = Buffer.from(Array.from({ length: frames * 6 }, (_, at) => (at * 37) & 0xff));
  const seeds: Seed[] = [
    wav('wav16', 'int16', 2),
    wav('wav24-mono', 'int24', 1),
    wav('wav32f', 'float32', 2),
    wav('wav-six-channels', 'int16', 6),
    ours('wav8', 'wav', wavBytes({ bits: 8, channels: 1, data: data.subarray(0, frames) })),
    ours(
      'wav64f',
      'wav',
      wavBytes({ formatTag: 3, bits: 64, data: Buffer.from(Float64Array.from(stereo[0]!).buffer) }),
    ),
    ours(
      'wav-list',
      'wav',
      wavBytes({
        between: [chunk('LIST', Buffer.alloc(301, 65))],
        data: data.subarray(0, 40_000),
        after: [chunk('id3 ', Buffer.alloc(64))],
      }),
    ),
    ours(
      'extensible',
      'wav',
      wavBytes({ formatTag: 0xfffe, bits: 24, fmtBytes: 40, fmtExtra: extensible(1, 24), data }),
    ),
    ours(
      'rf64',
      'wav',
      wavBytes({
        id: 'RF64',
        riffBytes: 0xffff_ffff,
        dataBytes: 0xffff_ffff,
        before: [chunk('ds64', Buffer.alloc(28, 1))],
        data,
      }),
    ),
    ours('aiff', 'aif', aiffBytes({ data })),
    ours('aifc', 'aifc', aiffBytes({ type: 'sowt', data })),
    ours('aifc-float', 'aifc', aiffBytes({ type: 'fl32', bits: 32, data })),
  ];
  if (onlyOurs) return seeds;
  const formats = [
    ['flac', 'flac', { codec: 'flac', bitDepth: 24, exponent: 0, compressionLevel: 5 }],
    ['mp3', 'mp3', { codec: 'mp3', bitsPerSecond: 128_000 }],
    ['aac', 'm4a', { codec: 'aac', bitsPerSecond: 128_000 }],
    ['opus', 'opus', { codec: 'opus', bitsPerSecond: 96_000 }],
  ] as const;
  for (const [name, ending, format] of formats) {
    const path = await encodeFile(join(dir, `${name}.${ending}`), stereo, format);
    seeds.push({ name, ending, bytes: readFileSync(path), isOurs: false });
  }
  return seeds;
}

/** Numbers below `below`, the same for the same seed. */
export type Random = (below: number) => number;

/** A small generator (mulberry32), so that every mutant can be made again from its number. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const edges = [0, 1, 2, 3, 7, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
const floats = [0x7fc0_0000, 0xffc0_0000, 0x7f80_0000, 0xff80_0000, 0x7f7f_ffff, 0x7149_f2ca, 0x0000_0001, 0x8000_0001];
const fourCharacters =
  /RIFF|RF64|WAVE|fmt |data|ds64|LIST|FORM|COMM|SSND|fLaC|OggS|OpusHead|ftyp|moov|mdat|trak|stsz|stsc|stco|stts|mdhd|esds|ID3/g;
const endings = ['wav', 'aif', 'flac', 'mp3', 'm4a', 'ogg', 'txt'];

type Damage = (bytes: Buffer, random: Random, seeds: readonly Seed[]) => Buffer;

const writeAny = (bytes: Buffer, at: number, value: number, random: Random): void => {
  if (at < 0 || at + 4 > bytes.length) return;
  if (random(2) === 0) bytes.writeUInt32LE(value, at);
  else bytes.writeUInt32BE(value, at);
};
/** Headers are short and decide most: half of all damage is done there. */
const somewhere = (bytes: Buffer, random: Random): number =>
  random(random(2) === 0 ? Math.min(bytes.length, 128) : bytes.length);
const noise = (length: number, random: Random): Buffer => Buffer.from(Array.from({ length }, () => random(256)));

const damages: Record<string, Damage> = {
  truncated: (bytes, random) => bytes.subarray(0, somewhere(bytes, random)),
  bytes: (bytes, random) => {
    for (let left = 1 + random(8); left > 0; left -= 1) bytes[somewhere(bytes, random)] = random(256);
    return bytes;
  },
  number: (bytes, random) => {
    for (let left = 1 + random(3); left > 0; left -= 1)
      writeAny(bytes, somewhere(bytes, random), edges[random(edges.length)]!, random);
    return bytes;
  },
  'chunk-size': (bytes, random) => {
    const places = [...bytes.toString('latin1').matchAll(fourCharacters)].map(({ index }) => index);
    const place = places[random(places.length)] ?? 0;
    const value = random(3) === 0 ? random(2 ** 31) : edges[random(edges.length)]!;
    writeAny(bytes, place + (random(3) === 0 ? -4 : 4), value, random);
    return bytes;
  },
  payload: (bytes, random) => {
    for (let left = 1 + random(200); left > 0; left -= 1) {
      const at = Math.min(bytes.length, 80) + random(Math.max(1, bytes.length - 84));
      writeAny(bytes, at & ~3, floats[random(floats.length)]!, random);
    }
    return bytes;
  },
  spliced: (bytes, random, seeds) => {
    const other = seeds[random(seeds.length)]!.bytes;
    return Buffer.concat([bytes.subarray(0, somewhere(bytes, random)), other.subarray(somewhere(other, random))]);
  },
  renamed: (bytes) => bytes,
  repeated: (bytes, random) => {
    const from = somewhere(bytes, random);
    const piece = bytes.subarray(from, from + 8 + random(64));
    return Buffer.concat([
      bytes.subarray(0, from),
      ...Array.from({ length: random(300) }, () => piece),
      bytes.subarray(from),
    ]);
  },
  filled: (bytes, random) => {
    const from = somewhere(bytes, random);
    return bytes.fill(random(2) === 0 ? 0 : 0xff, from, Math.min(bytes.length, from + random(4000)));
  },
  inserted: (bytes, random) => {
    const at = somewhere(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), noise(1 + random(40), random), bytes.subarray(at)]);
  },
  garbage: (bytes, random) => Buffer.concat([bytes.subarray(0, 4 + random(60)), noise(random(4000), random)]),
  tagged: (bytes, random) => {
    const tag = Buffer.from([0x49, 0x44, 0x33, 4, 0, random(256), random(128), random(128), random(128), random(128)]);
    return Buffer.concat([tag, noise(random(60), random), bytes]);
  },
};
const damageNames = Object.keys(damages);

/** The mutant of that number: the same for the same seeds, seed and number. */
export function makeMutant(seeds: readonly Seed[], seed: number, number: number): Mutant {
  const random = seededRandom(Math.imul(seed, 1_000_003) ^ Math.imul(number, 2_654_435_761));
  const chosen = seeds[random(seeds.length)]!;
  let bytes: Buffer = Buffer.from(chosen.bytes);
  const done: string[] = [];
  for (let left = random(4) === 0 ? 2 : 1; left > 0; left -= 1) {
    const name = damageNames[random(damageNames.length)]!;
    bytes = bytes.length > 0 ? damages[name]!(Buffer.from(bytes), random, seeds) : bytes;
    done.push(name);
  }
  const ending = done.includes('renamed') || random(8) === 0 ? endings[random(endings.length)]! : chosen.ending;
  return { name: `${chosen.name}-${done.join('-')}.${ending}`, bytes, isOurs: chosen.isOurs };
}
