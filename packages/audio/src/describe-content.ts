const textSignatures: [RegExp, string][] = [
  [/^\s*#EXTM3U/i, 'a playlist (M3U)'],
  [/^\s*\[playlist\]/i, 'a playlist (PLS)'],
  [/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?(?:<!doctype\s+svg[^>]*>\s*)?<svg/i, 'a picture (SVG)'],
  [/^\s*(?:<!doctype html|<html|<head|<body|<script)/i, 'a web page (HTML)'],
  [/^\s*<(?:asx|smil|playlist|\?xml)/i, 'an XML document or playlist'],
  [/^#!/, 'a script'],
  [/^%PDF/, 'a PDF document'],
  [/^Rar!/, 'a RAR archive; unpack it first'],
  [/^GIF8/, 'a picture (GIF)'],
  [/^FLV/, 'a video (Flash)'],
  [/^caff/, 'a Core Audio file (CAF)'],
  [/^wvpk/, 'WavPack'],
  [/^MAC /, "Monkey's Audio"],
  [/^(?:DSD |FRM8)/, 'a DSD recording'],
  [/^MThd/, 'MIDI notes, not sound'],
  [/^\.snd/, 'a Sun audio file'],
  [/^MZ/, 'a program'],
];

/** First bytes, in hexadecimal. */
const binarySignatures: [string, string][] = [
  ['504b0304', 'a ZIP archive; unpack it first'],
  ['504b0506', 'a ZIP archive; unpack it first'],
  ['377abcaf', 'a 7-Zip archive; unpack it first'],
  ['1f8b', 'a gzip archive; unpack it first'],
  ['89504e47', 'a picture (PNG)'],
  ['ffd8ff', 'a picture (JPEG)'],
  ['1a45dfa3', 'a video (Matroska or WebM)'],
  ['000001b3', 'a video (MPEG)'],
  ['000001ba', 'a video (MPEG)'],
  ['3026b275', 'Windows Media'],
  ['726966662e91', 'a Wave64 file'],
  ['fff1', 'raw AAC without a container'],
  ['fff9', 'raw AAC without a container'],
  ['7f454c46', 'a program'],
];

const isText = (head: Uint8Array): boolean =>
  head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);

/** Names what the first bytes of a refused file look like, for "This looks like …". */
export function describeContent(head: Buffer): string {
  if (head.every((byte) => byte === 0)) return 'a file of nothing but zeros: its export or copy failed';
  const hex = head.toString('hex', 0, 8);
  const binary = binarySignatures.find(([prefix]) => hex.startsWith(prefix));
  if (binary) return binary[1];
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const known = textSignatures.find(([pattern]) => pattern.test(text));
  if (known) return known[1];
  return isText(head) ? 'text' : 'no kind of sound file we know';
}
