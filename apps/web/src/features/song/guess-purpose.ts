import type { UploadPurpose } from '@sweetspot/protocol/songs';

const words: readonly [UploadPurpose, RegExp][] = [
  ['reference', /(^|[^a-z])(ref|reference)([^a-z]|$)/i],
  ['master', /(^|[^a-z])(master|mastered|mst)([^a-z]|$)/i],
  ['rough', /(^|[^a-z])(rough|roughmix|demo|monitor ?mix)([^a-z]|$)/i],
  ['mix', /(^|[^a-z])(mix|mixdown|bounce|print|2 ?mix|2 ?track|stereo out)(\d|[^a-z]|$)/i],
];
const elements =
  /(^|[^a-z])(kick|bd|snare|sd|hat|hats|hihat|hh|tom|toms|cymbals?|overheads?|oh|room|drums?|perc|percussion|bass|sub|808|gtrs?|guitars?|keys|piano|rhodes|organ|synth|pad|lead|arp|strings|brass|horns|vox|vocals?|voc|bv|bvs|choir|fx|stem)(\d|[^a-z]|$)/i;

/**
 * What a file most likely is, from its name and how many come with it: several at once, or one named after an
 * instrument, are stems; one alone is a mix. People see the guess and correct it before anything is sent.
 */
export function guessPurpose(fileName: string, filesTogether: number): UploadPurpose {
  const name = fileName.replace(/\.[^.]+$/, '').replaceAll('_', ' ');
  const named = words.find(([, pattern]) => pattern.test(name));
  const element = elements.test(name);
  if (named && !(named[0] === 'mix' && element)) return named[0];
  return element || filesTogether > 2 ? 'stem' : 'mix';
}

/** Files that could be sound; a folder brings others along (`.DS_Store`, pictures, session files). */
export const mayBeSound = (fileName: string): boolean =>
  !fileName.startsWith('.') &&
  /\.(wav|wave|bwf|rf64|w64|aif|aiff|aifc|flac|mp3|m4a|mp4|aac|alac|ogg|oga|opus)$/i.test(fileName);
