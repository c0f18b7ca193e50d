import { writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { startChild } from '../child-process.ts';
import type { DeliveryPlan } from '../delivery-formats.ts';
import { MediaError } from '../media-error.ts';
import { answerFd } from '../pipe-frames.ts';
import { wavHeader } from '../wav-writer.ts';
import { failedTag } from './failed-tag.ts';
import type { StoredTags } from './read-tags-child.ts';
import { readHead } from './splice-file.ts';

const maxRssBytes = 768 * 1024 * 1024;

/**
 * The tags of a finished file as FFmpeg reads them, which has no part in how we write them. Where a WAV has LIST INFO FFmpeg
 * passes over its ID3 chunk; that one is read from a copy at `spare` with nothing else in it. Throws MediaError.
 */
export async function readTags(path: string, demuxer: DeliveryPlan['demuxer'], spare: string): Promise<StoredTags> {
  if (demuxer !== 'wav') return (await ask([path], demuxer))[0]!;
  const id3 = findChunk(path, 'id3 ');
  const options = { sampleRate: 48_000, channels: 1, samples: 'int16' } as const;
  writeFileSync(spare, Buffer.concat([wavHeader(options, 1, { bytesAfter: id3.length }), Buffer.alloc(2), id3]));
  const [stored, alone] = await ask([path, spare], demuxer);
  return { ...stored!, values: { ...alone!.values, ...stored!.values } };
}

async function ask(paths: string[], demuxer: DeliveryPlan['demuxer']): Promise<StoredTags[]> {
  const child = startChild('./tags/read-tags-child.ts', { maxRssBytes, paths, demuxer }, [
    'ignore',
    'ignore',
    'pipe',
    'pipe',
  ]);
  const answer = await text(child.process.stdio[answerFd] as Readable);
  const { code } = await child.exited;
  if (code === 0) return JSON.parse(answer) as StoredTags[];
  throw new MediaError('undecodable', 'The tags of a finished file could not be read.', { detail: child.errorText() });
}

/** A whole chunk of one of our WAVs, which state the length of their samples in `ds64` when they are too long for 32 bits. */
function findChunk(path: string, wanted: string): Buffer {
  let dataBytes = 0;
  for (let at = 12; ; ) {
    const header = readHead(path, 24, at);
    if (header.length < 8) throw failedTag(`a WAV without ${wanted}`);
    const id = header.toString('latin1', 0, 4);
    const stated = header.readUInt32LE(4);
    if (id === 'ds64') dataBytes = Number(header.readBigUInt64LE(16));
    const length = id === 'data' && stated === 0xffff_ffff ? dataBytes : stated;
    const padded = 8 + length + (length % 2);
    if (id === wanted) return readHead(path, padded, at);
    at += padded;
  }
}
