import { expect, test } from 'vitest';
import type { MediaError } from './media-error.ts';
import { openSource } from './open-source.ts';
import { encodeFile, music, readAll, tempDir, writeBytes } from './testing/made-files.ts';

const text = (content: string): Buffer => Buffer.from(content, 'utf8');
const refused: [string, Buffer, RegExp][] = [
  ['an HLS playlist with a file: URL', text('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), /playlist \(M3U\)/],
  ['a playlist with a link-local URL', text('[playlist]\nFile1=http://169.254.169.254/latest\n'), /playlist \(PLS\)/],
  ['an SVG', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), /picture \(SVG\)/],
  ['a web page', text('<!DOCTYPE html><html></html>'), /web page/],
  ['a ZIP', Buffer.from('504b03040a0000', 'hex'), /ZIP archive/],
  ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex'), /picture \(PNG\)/],
  ['a WebM', Buffer.from('1a45dfa3934282886d61747265', 'hex'), /video/],
  ['an AVI', Buffer.from('RIFF\x20\x00\x00\x00AVI LIST', 'latin1'), /video \(AVI\)/],
  ['MIDI', text('MThd\0\0\0\x06'), /MIDI/],
  ['notes', text('Remember the tambourine.'), /text/],
  ['zeros', Buffer.alloc(5000), /nothing but zeros/],
  ['noise', Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7919 + 13) % 251)), /no kind of sound/],
  ['MP3 sync bytes in a picture', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(64, 0xfb)]), /JPEG/],
];
test.each(refused)('refuses %s, named .wav or not', async (_name, bytes, says) => {
  using dir = tempDir();
  const error: MediaError = await openSource(writeBytes(dir.file('song.wav'), bytes)).then(
    () => Promise.reject(new Error('this should have been refused')),
    (one: MediaError) => one,
  );
  expect(error.mediaCode).toBe('not_audio');
  expect(error.message).toMatch(says);
  expect(error.message).toContain('WAV, AIFF, FLAC, MP3');
});

test('an empty file is called empty', async () => {
  using dir = tempDir();
  await expect(openSource(writeBytes(dir.file('x.wav'), Buffer.alloc(0)))).rejects.toMatchObject({
    mediaCode: 'empty',
  });
});

test('an MP3 named .wav is an MP3; names never reach a shell or an option parser', async () => {
  using dir = tempDir();
  const names = ['song.wav', '-i', ';rm -rf x', '\u202Egnp.wav', `${'x'.repeat(240)}.wav`, 'CON', '🎸 file:x.m3u8'];
  for (const name of names) {
    await encodeFile(dir.file(name), music(4800, 2), { codec: 'mp3', bitsPerSecond: 320_000 });
    const source = await openSource(dir.file(name));
    expect(source.info.codec).toBe('mp3');
    expect((await readAll(source))[0]!.length).toBe(4800);
  }
});

test('a FLAC or MP3 behind an ID3 tag is still found', async () => {
  using dir = tempDir();
  const { readFileSync } = await import('node:fs');
  const format = { codec: 'flac', bitDepth: 24, exponent: 0, compressionLevel: 5 } as const;
  const flac = readFileSync(await encodeFile(dir.file('a.flac'), music(4800, 2), format));
  const tag = Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x4e\x20', 'latin1'), Buffer.alloc(10_016)]);
  const source = await openSource(writeBytes(dir.file('b'), Buffer.concat([tag, flac])));
  expect(source.info.codec).toBe('flac');
  expect((await readAll(source))[0]!.length).toBe(4800);
});
