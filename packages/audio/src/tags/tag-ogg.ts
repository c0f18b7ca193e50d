import { readFileSync, writeFileSync } from 'node:fs';
import { partPath, publishFile } from '../publish-file.ts';
import { failedTag } from './failed-tag.ts';
import type { TagsAndPicture } from './tag-fields.ts';
import { vorbisComment } from './vorbis-comment.ts';

/** Offsets in a page header (RFC 3533 §6). */
const offsets = { flags: 5, serial: 14, sequence: 18, checksum: 22, segmentCount: 26, segments: 27 };
const continued = 1;
const mostSegments = 255;
const noPacketEnds = 0xffff_ffff_ffff_ffffn;

/**
 * Writes an Ogg Opus anew with these tags alone (RFC 7845 §5.2): the comment header gets pages of its own, those after it
 * new numbers and checksums. An hour at 192 kbit/s is 86 MB, so it is held in memory.
 */
export function tagOgg(fromPath: string, toPath: string, content: TagsAndPicture): void {
  const pages = splitPages(readFileSync(fromPath));
  const [head] = pages;
  if (!head || pages.length < 3) throw failedTag('an Ogg of fewer than three pages');
  const serial = head.readUInt32LE(offsets.serial);
  const packet = Buffer.concat([Buffer.from('OpusTags', 'latin1'), vorbisComment(content)]);
  const tagPages = packetPages(packet, serial);
  // The encoder's own comments end on the page before the first that begins with sound.
  let firstSound = 1;
  for (let ended = false; !ended; firstSound += 1) {
    const page = pages[firstSound];
    if (!page) throw failedTag('an Ogg without sound');
    const count = page[offsets.segmentCount]!;
    ended = page.subarray(offsets.segments, offsets.segments + count).some((lacing) => lacing < 255);
  }
  const all = [head, ...tagPages, ...pages.slice(firstSound)];
  all.forEach((page, sequence) => {
    page.writeUInt32LE(sequence, offsets.sequence);
    page.writeUInt32LE(0, offsets.checksum);
    page.writeUInt32LE(checksum(page), offsets.checksum);
  });
  writeFileSync(partPath(toPath), Buffer.concat(all));
  publishFile(toPath);
}

function splitPages(file: Buffer): Buffer[] {
  const pages: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    if (file.toString('latin1', at, at + 4) !== 'OggS') throw failedTag(`no Ogg page at ${at}`);
    const count = file[at + offsets.segmentCount]!;
    const table = file.subarray(at + offsets.segments, at + offsets.segments + count);
    const end = at + offsets.segments + count + table.reduce((sum, lacing) => sum + lacing, 0);
    pages.push(file.subarray(at, end));
    at = end;
  }
  return pages;
}

/** One packet over as many pages as it takes; a length that is a multiple of 255 ends with an empty segment. */
function packetPages(packet: Buffer, serial: number): Buffer[] {
  const lacings = Array.from({ length: Math.floor(packet.length / 255) + 1 }, (_, index) =>
    Math.min(255, packet.length - index * 255),
  );
  const pages: Buffer[] = [];
  for (let from = 0, at = 0; from < lacings.length; from += mostSegments) {
    const segments = lacings.slice(from, from + mostSegments);
    const body = segments.reduce((sum, lacing) => sum + lacing, 0);
    const header = Buffer.alloc(offsets.segments);
    header.write('OggS', 0, 'latin1');
    header.writeUInt8(from > 0 ? continued : 0, offsets.flags);
    header.writeBigUInt64LE(from + mostSegments < lacings.length ? noPacketEnds : 0n, 6);
    header.writeUInt32LE(serial, offsets.serial);
    header.writeUInt8(segments.length, offsets.segmentCount);
    pages.push(Buffer.concat([header, Buffer.from(segments), packet.subarray(at, at + body)]));
    at += body;
  }
  return pages;
}

/** CRC-32 of polynomial 0x04c11db7, not reflected, starting at 0 (RFC 3533 §6). */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value >>> 0;
});

function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) crc = ((crc << 8) ^ table[((crc >>> 24) ^ byte) & 0xff]!) >>> 0;
  return crc;
}
