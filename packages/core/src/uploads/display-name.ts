const maxCharacters = 200;

/**
 * A file name fit to be shown and kept: without folders, control characters and direction overrides, at most 200
 * characters with its extension. It never names a file on this machine; bytes are stored by their hash.
 */
export function displayName(fileName: string): string {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  const clean = base
    .toWellFormed()
    .normalize('NFC')
    // Controls, direction overrides and isolates, zero-width characters, line separators.
    .replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...clean];
  if (characters.length <= maxCharacters) return clean === '' ? 'unnamed' : clean;
  const extension = /\.[a-z0-9]{1,5}$/i.exec(clean)?.[0] ?? '';
  return characters.slice(0, maxCharacters - extension.length).join('') + extension;
}

/** What a stem is called at first: the file's name without its extension, underscores as spaces. */
export const stemNameOf = (fileName: string): string =>
  fileName
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll('_', ' ')
    .replace(/\s+/g, ' ')
    .trim() || fileName;
