import { closeSync, fstatSync, openSync } from 'node:fs';
import { failedTag } from './failed-tag.ts';
import { readHead, spliceFile } from './splice-file.ts';
import { type TagField, type TagsAndPicture, tagFields } from './tag-fields.ts';

/** iTunes-style items; what has none goes into the free form of `com.apple.iTunes`, where players look for it. */
const items: Partial<Record<TagField, string>> = {
  title: '\xa9nam',
  artist: '\xa9ART',
  album: '\xa9alb',
  albumArtist: 'aART',
  composer: '\xa9wrt',
  genre: '\xa9gen',
  year: '\xa9day',
  cLine: 'cprt',
  comment: '\xa9cmt',
};
const freeForm: Partial<Record<TagField, string>> = { isrc: 'ISRC', upc: 'BARCODE', pLine: 'PRODUCEDNOTICE' };
/** Types of values (QuickTime File Format, well-known types). */
const valueTypes = { binary: 0, utf8: 1, jpeg: 13, png: 14 };

/**
 * Writes an MP4 anew with these tags alone, and its index (`moov`) in front of the sound, so that players can start before
 * they have all of it.
 */
export function tagMp4(fromPath: string, toPath: string, content: TagsAndPicture): void {
  const boxes = topBoxes(fromPath);
  const moov = boxes.find(({ type }) => type === 'moov');
  const ftyp = boxes.find(({ type }) => type === 'ftyp');
  const data = boxes.filter(({ type }) => type === 'mdat');
  const [mdat] = data;
  if (!moov || !ftyp || !mdat || data.length > 1) throw failedTag('not the boxes of our own MP4');
  const children = boxesIn(readHead(fromPath, moov.end - moov.from, moov.from), 8).filter(
    ({ type }) => type !== 'udta',
  );
  const head = readHead(fromPath, ftyp.end - ftyp.from, ftyp.from);
  const udta = box('udta', metaBox(content));
  const index = box('moov', ...children.map(({ bytes }) => bytes), udta);
  moveChunks(index, head.length + index.length - mdat.from);
  spliceFile(fromPath, toPath, [head, index, { from: mdat.from, to: mdat.end }]);
}

function topBoxes(path: string): { type: string; from: number; end: number }[] {
  const fd = openSync(path, 'r');
  const { size } = fstatSync(fd);
  closeSync(fd);
  const found = [];
  for (let at = 0; at < size; ) {
    const header = readHead(path, 16, at);
    if (header.length < 8) throw failedTag('an MP4 box without header');
    const stated = header.readUInt32BE(0);
    const length = stated === 1 ? Number(header.readBigUInt64BE(8)) : stated === 0 ? size - at : stated;
    if (length < 8) throw failedTag(`an MP4 box of ${length} bytes`);
    found.push({ type: header.toString('latin1', 4, 8), from: at, end: at + length });
    at += length;
  }
  return found;
}

function boxesIn(parent: Buffer, from: number): { type: string; bytes: Buffer }[] {
  const found = [];
  for (let at = from; at + 8 <= parent.length; ) {
    const length = parent.readUInt32BE(at);
    if (length < 8) throw failedTag(`an MP4 box of ${length} bytes`);
    found.push({ type: parent.toString('latin1', at + 4, at + 8), bytes: parent.subarray(at, at + length) });
    at += length;
  }
  return found;
}

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);

/** Chunk offsets count from the start of the file, and the sound has moved (ISO/IEC 14496-12 §8.7.5). */
function moveChunks(parent: Buffer, by: number): void {
  for (const { type, bytes } of boxesIn(parent, 8)) {
    if (containers.has(type)) moveChunks(bytes, by);
    if (type !== 'stco' && type !== 'co64') continue;
    const count = bytes.readUInt32BE(12);
    for (let index = 0; index < count; index += 1) {
      if (type === 'stco') bytes.writeUInt32BE(bytes.readUInt32BE(16 + index * 4) + by, 16 + index * 4);
      else bytes.writeBigUInt64BE(bytes.readBigUInt64BE(16 + index * 8) + BigInt(by), 16 + index * 8);
    }
  }
}

function metaBox({ tags, picture }: TagsAndPicture): Buffer {
  const handler = Buffer.concat([Buffer.alloc(8), Buffer.from('mdirappl', 'latin1'), Buffer.alloc(9)]);
  const list = tagFields(tags).map(([field, value]) => {
    if (field === 'track' || field === 'disc') return numberItem(field, value);
    const name = freeForm[field];
    const text = dataBox(valueTypes.utf8, Buffer.from(value));
    if (name === undefined) return box(items[field]!, text);
    const full = (type: string, content: string) => box(type, Buffer.alloc(4), Buffer.from(content));
    return box('----', full('mean', 'com.apple.iTunes'), full('name', name), text);
  });
  if (picture) {
    list.push(box('covr', dataBox(picture.mime === 'image/png' ? valueTypes.png : valueTypes.jpeg, picture.bytes)));
  }
  return box('meta', Buffer.alloc(4), box('hdlr', handler), box('ilst', ...list));
}

/** `trkn` has two bytes more than `disk`, for no stated reason. */
function numberItem(field: 'track' | 'disc', value: string): Buffer {
  const [number, total = 0] = value.split('/').map(Number);
  const body = Buffer.alloc(field === 'track' ? 8 : 6);
  body.writeUInt16BE(number!, 2);
  body.writeUInt16BE(total, 4);
  return box(field === 'track' ? 'trkn' : 'disk', dataBox(valueTypes.binary, body));
}

function dataBox(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(type, 0);
  return box('data', head, body);
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, ...parts]);
}
