import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { AppError } from '@sweetspot/protocol';
import { longestName } from '@sweetspot/protocol/recipes';

const soundEndings = new Set('.wav .wave .bwf .rf64 .aif .aiff .aifc .flac .mp3 .m4a .mp4 .ogg .oga .opus'.split(' '));

/** A recipe calls a stem or a song by the name of its file. Throws AppError when that is longer than it may be. */
export function checkName(name: string): void {
  if (name.length <= longestName) return;
  const sentence = `The name of ${name.slice(0, 40)}… is longer than ${longestName} characters; shorten it.`;
  throw new AppError('bad_input', sentence);
}

/** Paths of the sound files of a folder, not of folders in it, in the order people count: `2 Bass` before `10 Vox`. */
export const listSoundFiles = (dir: string): string[] => listNames(dir).map((name) => join(dir, name));

/** The sound files of a folder with their names. Throws AppError when there is none. */
export function findStems(dir: string): { path: string; name: string }[] {
  const names = listNames(dir);
  if (names.length === 0) throw new AppError('bad_input', `${dir} holds no sound files.`);
  for (const name of names) checkName(name);
  return names.map((name) => ({ path: join(dir, name), name }));
}

const listNames = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && soundEndings.has(extname(name).toLowerCase()))
    .sort(new Intl.Collator('en', { numeric: true }).compare);
