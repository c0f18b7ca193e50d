const mostLetters = 80;
/** Most file systems take 255 of a whole name, in which two parts stand, what tells formats apart, and an ending. */
const mostBytes = 96;

/** Windows takes these for devices, whatever follows a dot. */
const device = /^(con|prn|aux|nul|(com|lpt)[0-9¹²³]) *(\.|$)/i;

/** A title or a name in letters every file system takes, at most 80 of them and 96 bytes; empty when nothing is left. */
export function fileNamePart(text: string): string {
  const letters = text
    .normalize('NFC')
    .replaceAll(/[<>:"/\\|?*\p{C}]/gu, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .replace(device, '_$&');
  let part = '';
  let bytes = 0;
  for (const letter of [...letters].slice(0, mostLetters)) {
    bytes += Buffer.byteLength(letter);
    if (bytes > mostBytes) break;
    part += letter;
  }
  return part.replace(/[. ]+$/, '');
}
