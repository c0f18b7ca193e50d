/** A title or a name in letters every file system takes, at most 80 of them; empty when nothing is left. */
export const fileNamePart = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[<>:"/\\|?*\p{C}]/gu, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80);
