import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { Dsp } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { DeliveryFormat, DeliveryMetadata, MediaWarning } from '@sweetspot/protocol';
import { deliveryFormats } from './delivery-formats.ts';
import { EncodeStream } from './encode-stream.ts';
import { hashFile } from './hash-file.ts';
import type { TaskOptions } from './ingest.ts';
import { IntegerFeed } from './integer-feed.ts';
import { type LoudnessFigures, measureFile } from './loudness-figures.ts';
import { mapTogether } from './map-together.ts';
import { MediaError, throwIfAborted } from './media-error.ts';
import { openSource } from './open-source.ts';
import { partPath, publishFile } from './publish-file.ts';
import type { AudioSource, SourceInfo } from './source.ts';
import { StemFeed } from './stem-feed.ts';
import { WavWriter } from './wav-writer.ts';
import { writeZip } from './write-zip.ts';

/** The tags of the files, which are named by the first two. */
type Tags = DeliveryMetadata & { title: string; artist: string };

export interface DeliveryInput {
  inputPath: string;
  outDir: string;
  formats: DeliveryFormat[];
  metadata: Tags;
}

export interface DeliveredFile {
  format: DeliveryFormat;
  name: string;
  sizeBytes: number;
  sha256: string;
  sampleRate: number;
  frames: number;
  /** Measured on what a player decodes from the file. */
  loudness: LoudnessFigures;
  warnings: MediaWarning[];
}

export interface DeliveryResult {
  files: DeliveredFile[];
  /** The list of SHA-256 sums. */
  checksumsName: string;
  /** Everything in one file, with the checksums. */
  zip: { name: string; sizeBytes: number; sha256: string };
}

const checksumsName = 'SHA256SUMS.txt';

/**
 * Makes the files of a delivery from an approved master, decodes every one again to measure what listeners will get, and
 * packs them with their checksums. The same input gives the same bytes, the archive's too. Throws MediaError.
 */
export async function renderDelivery(input: DeliveryInput, options: TaskOptions = {}): Promise<DeliveryResult> {
  const { outDir, metadata } = input;
  const { signal, onProgress } = options;
  mkdirSync(outDir, { recursive: true });
  const dsp = await loadDspFromDisk();
  const formats = [...new Set(input.formats)];
  const base = fileNameOf(metadata);
  let finished = 0;
  const files = await mapTogether(formats, availableParallelism(), async (format) => {
    throwIfAborted(signal);
    const path = join(outDir, `${base}${deliveryFormats[format].suffix}`);
    await writeFormat(dsp, input.inputPath, path, format, metadata, signal);
    const file = await inspect(dsp, path, format, signal);
    finished += 1;
    onProgress?.((0.9 * finished) / formats.length);
    return file;
  });
  const sums = files.map((file) => `${file.sha256}  ${file.name}\n`).join('');
  writeFileSync(partPath(join(outDir, checksumsName)), sums);
  publishFile(join(outDir, checksumsName));
  const zipPath = join(outDir, `${base}.zip`);
  await writeZip(
    zipPath,
    [...files.map((file) => file.name), checksumsName].map((name) => ({ name, path: join(outDir, name) })),
    signal,
  );
  onProgress?.(1);
  const zip = { name: basename(zipPath), sizeBytes: statSync(zipPath).size, sha256: await hashFile(zipPath, signal) };
  return { files, checksumsName, zip };
}

async function writeFormat(
  dsp: Dsp,
  inputPath: string,
  path: string,
  format: DeliveryFormat,
  metadata: Tags,
  signal: AbortSignal | undefined,
): Promise<void> {
  const plan = deliveryFormats[format];
  const source = await openSource(inputPath, { signal });
  try {
    const { channels } = source.info;
    if (channels > 2)
      throw new MediaError('too_many_channels', `Stereo is delivered; this file has ${channels} channels.`);
    const sampleRate = plan.sampleRate(source.info.sampleRate);
    if (plan.kind === 'wav') await writeWav(dsp, source, path, { sampleRate, bitDepth: plan.bitDepth }, signal);
    else await encode(dsp, source, path, { sampleRate, format, tags: tagsOf(metadata, format) }, signal);
  } finally {
    await source.close();
  }
}

async function writeWav(
  dsp: Dsp,
  source: AudioSource,
  path: string,
  { sampleRate, bitDepth }: { sampleRate: number; bitDepth: 16 | 24 },
  signal: AbortSignal | undefined,
): Promise<void> {
  const feed = new IntegerFeed(dsp, source, { sampleRate, bitDepth });
  const samples = bitDepth === 16 ? 'int16' : 'int24';
  const writer = new WavWriter(path, { sampleRate, channels: source.info.channels, samples });
  try {
    for (let block = await feed.next(); block; block = await feed.next()) {
      throwIfAborted(signal);
      writer.write(block);
    }
    writer.finish();
  } finally {
    writer.abandon();
  }
}

async function encode(
  dsp: Dsp,
  source: AudioSource,
  path: string,
  { sampleRate, format, tags }: { sampleRate: number; format: DeliveryFormat; tags: Record<string, string> },
  signal: AbortSignal | undefined,
): Promise<void> {
  const plan = deliveryFormats[format];
  if (plan.kind !== 'encoded') throw new RangeError(`${format} is not encoded`);
  const { channels } = source.info;
  const options = {
    format: plan.encode(flacBits(source.info)),
    sampleRate,
    channels: channels === 1 ? 1 : 2,
    tags,
  } as const;
  const encoder = new EncodeStream({ kind: 'file', path, options }, signal);
  try {
    if (options.format.codec === 'flac') {
      const { bitDepth } = options.format;
      const feed = new IntegerFeed(dsp, source, { sampleRate, bitDepth });
      for (let block = await feed.next(); block; block = await feed.next()) {
        await encoder.write(block.map((plane) => Float32Array.from(plane, (value) => value * 2 ** (1 - bitDepth))));
      }
    } else {
      const feed = new StemFeed(dsp, source, basename(path), sampleRate);
      const blockFrames = Math.round(sampleRate / 4);
      for (let taken = await feed.take(blockFrames); taken; taken = await feed.take(blockFrames)) {
        const { block, frames } = taken;
        await encoder.write(block.map((plane) => plane.subarray(0, frames)));
      }
    }
    await encoder.finish();
  } finally {
    await encoder.abandon();
  }
}

const flacBits = ({ sampleKind, bitDepth }: SourceInfo): 16 | 24 =>
  sampleKind === 'int' && bitDepth !== null && bitDepth <= 16 ? 16 : 24;

async function inspect(dsp: Dsp, path: string, format: DeliveryFormat, signal?: AbortSignal): Promise<DeliveredFile> {
  const { sampleRate, frames, loudness } = await measureFile(path, { dsp, signal });
  const warnings: MediaWarning[] = [];
  const peak = loudness.truePeakDbtp;
  if (peak !== null && peak > 0) {
    const message = `Decoded, this ${deliveryFormats[format].name} peaks at +${peak.toFixed(2)} dBTP and may clip in players; master to a lower ceiling.`;
    warnings.push({ code: 'over_full_scale', message });
  }
  const sizeBytes = statSync(path).size;
  return {
    format,
    name: basename(path),
    sizeBytes,
    sha256: await hashFile(path, signal),
    sampleRate,
    frames,
    loudness,
    warnings,
  };
}

/** `Artist - Title`, in letters every file system takes. */
function fileNameOf({ artist, title }: Tags): string {
  const clean = (text: string) =>
    text
      .normalize('NFC')
      .replaceAll(/[<>:"/\\|?*\p{C}]/gu, '_')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/^[. ]+|[. ]+$/g, '')
      .slice(0, 80);
  return [clean(artist), clean(title)].filter((part) => part !== '').join(' - ') || 'Delivery';
}

function tagsOf(metadata: Tags, format: DeliveryFormat): Record<string, string> {
  const tags: Record<string, string> = { title: metadata.title, artist: metadata.artist };
  if (metadata.album !== undefined) tags['album'] = metadata.album;
  if (metadata.trackNumber !== undefined) tags['track'] = String(metadata.trackNumber);
  if (metadata.year !== undefined) tags['date'] = String(metadata.year);
  // FFmpeg passes ID3 frame names through; MP4 has no field for it and drops it silently.
  if (metadata.isrc !== undefined) tags[format === 'mp3_320' ? 'TSRC' : 'ISRC'] = metadata.isrc;
  return tags;
}
