import { failedTag } from './failed-tag.ts';
import { readHead, type Splice, spliceFile } from './splice-file.ts';
import type { TagsAndPicture } from './tag-fields.ts';
import { flacPicture, vorbisComment } from './vorbis-comment.ts';

/** Block types of RFC 9639 §8.1. */
const types = { streamInfo: 0, vorbisComment: 4, picture: 6 };
const lastBlock = 0x80;
const largestBlock = 0xff_ffff;

/** Writes a FLAC anew with these tags alone: STREAMINFO, VORBIS_COMMENT, PICTURE, and the frames as they are. */
export function tagFlac(fromPath: string, toPath: string, content: TagsAndPicture): void {
  const { streamInfo, framesFrom } = readBlocks(fromPath);
  const comment = vorbisComment({ tags: content.tags, picture: null });
  const picture = content.picture ? flacPicture(content.picture) : null;
  const blocks: Splice[] = [Buffer.from('fLaC', 'latin1'), block(types.streamInfo, streamInfo)];
  blocks.push(block(types.vorbisComment | (picture ? 0 : lastBlock), comment));
  if (picture) blocks.push(block(types.picture | lastBlock, picture));
  spliceFile(fromPath, toPath, [...blocks, { from: framesFrom }]);
}

function readBlocks(path: string): { streamInfo: Buffer; framesFrom: number } {
  if (readHead(path, 4).toString('latin1') !== 'fLaC') throw failedTag('no FLAC marker');
  let streamInfo: Buffer | null = null;
  for (let at = 4; ; ) {
    const header = readHead(path, 4, at);
    if (header.length < 4) throw failedTag('FLAC metadata without end');
    const type = header[0]! & 0x7f;
    const length = header.readUIntBE(1, 3);
    if (type === types.streamInfo) streamInfo = readHead(path, length, at + 4);
    at += 4 + length;
    if ((header[0]! & lastBlock) === 0) continue;
    if (!streamInfo) throw failedTag('FLAC without STREAMINFO');
    return { streamInfo, framesFrom: at };
  }
}

function block(type: number, body: Buffer): Buffer {
  if (body.length > largestBlock) throw failedTag(`a FLAC block of ${body.length} bytes`);
  const header = Buffer.alloc(4);
  header.writeUInt8(type, 0);
  header.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([header, body]);
}
