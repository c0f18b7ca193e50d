import { closeSync, fstatSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { ByteWindow } from './byte-window.ts';
import type { DecodeOrder } from './decode-child.ts';
import { type DecodeLimits, decodeLimits, openDecodeSources } from './decode-sources.ts';
import { MediaError } from './media-error.ts';
import { parseAiff } from './parse-aiff.ts';
import { parseWav } from './parse-wav.ts';
import { PcmReaders } from './pcm-readers.ts';
import { PcmSource } from './pcm-source.ts';
import { type Sniffed, sniff } from './sniff.ts';
import type { AudioSource } from './source.ts';

export interface OpenOptions {
  /** Length of the blocks that `read` answers, in seconds of sound. */
  blockSeconds?: number;
  limits?: Partial<DecodeLimits>;
  signal?: AbortSignal | undefined;
}

export interface OpenManyOptions extends OpenOptions {
  /** What people call each file; its name goes before the sentence of an error. */
  names?: readonly string[];
  /** Decoder processes at most; as many as there are cores when absent. */
  decoders?: number;
}

const defaultBlockSeconds = 0.25;

/** Opens a sound file of any accepted kind. Throws MediaError with a sentence for people. */
export async function openSource(path: string, options: OpenOptions = {}): Promise<AudioSource> {
  const [source] = await openSources([path], options);
  return source!;
}

/**
 * Opens many files to be read together, block by block: uncompressed ones are read here, the others by as many decoder
 * processes as there are cores. When one cannot be opened all are closed and its MediaError thrown.
 */
export async function openSources(paths: readonly string[], options: OpenManyOptions = {}): Promise<AudioSource[]> {
  const readers = new PcmReaders(await loadDspFromDisk());
  const blockSeconds = options.blockSeconds ?? defaultBlockSeconds;
  const sources: (AudioSource | undefined)[] = paths.map(() => undefined);
  const compressed: { index: number; input: DecodeOrder['inputs'][number] }[] = [];
  try {
    paths.forEach((path, index) => {
      const maxSeconds = options.limits?.maxSeconds ?? decodeLimits.maxSeconds;
      const opened = named(options.names?.[index], () => openFile(readers, path, blockSeconds, maxSeconds));
      if (opened instanceof PcmSource) sources[index] = opened;
      else compressed.push({ index, input: { path, container: opened } });
    });
    const groups = dealOut(compressed, options.decoders ?? availableParallelism());
    const results = await Promise.all(
      groups.map((group) =>
        openDecodeSources(
          group.map((one) => one.input),
          { blockSeconds, limits: options.limits ?? {}, signal: options.signal },
        ),
      ),
    );
    let failure: MediaError | null = null;
    results.forEach((result, group) => {
      result.forEach((opened, place) => {
        const { index } = groups[group]![place]!;
        if (opened instanceof MediaError) failure ??= nameError(opened, options.names?.[index]);
        else sources[index] = opened;
      });
    });
    if (failure) throw failure;
    return sources as AudioSource[];
  } catch (error) {
    await closeAll(sources);
    throw error;
  }
}

/** Puts the name of a file before the sentence of its error. */
export function nameError(error: MediaError, name: string | undefined): MediaError {
  if (name === undefined || error.mediaCode === 'cancelled') return error;
  const options = { cause: error, ...(error.detail === undefined ? {} : { detail: error.detail }) };
  return new MediaError(error.mediaCode, `${name}: ${error.message}`, options);
}

function named<Result>(name: string | undefined, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof MediaError ? nameError(error, name) : error;
  }
}

/** Closes what was opened, whatever happens to one of them. */
export async function closeAll(sources: readonly (AudioSource | undefined)[]): Promise<void> {
  await Promise.allSettled(sources.map((source) => source?.close()));
}

function openFile(
  readers: PcmReaders,
  path: string,
  blockSeconds: number,
  maxSeconds: number,
): PcmSource | Extract<Sniffed, { parser: 'ffmpeg' }> {
  const fd = openSync(path, 'r');
  let handedOver = false;
  try {
    const window = new ByteWindow(fd, fstatSync(fd).size);
    const kind = sniff(window);
    if (kind.parser === 'ffmpeg') return kind;
    const layout = kind.parser === 'wav' ? parseWav(window) : parseAiff(window);
    if (layout.frames > maxSeconds * layout.sampleRate) {
      throw new MediaError(
        'too_long',
        `This file is longer than ${Math.round(maxSeconds / 3600)} hours; cut it into pieces.`,
      );
    }
    handedOver = true;
    return new PcmSource(fd, layout, Math.round(layout.sampleRate * blockSeconds), readers);
  } finally {
    if (!handedOver) closeSync(fd);
  }
}

/** Deals items out to at most `hands` groups, none of them empty. */
function dealOut<Item>(items: readonly Item[], hands: number): Item[][] {
  const groups: Item[][] = Array.from({ length: Math.min(hands, items.length) }, () => []);
  items.forEach((item, index) => {
    groups[index % groups.length]!.push(item);
  });
  return groups;
}
