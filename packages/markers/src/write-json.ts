import { type Marker, type MarkerOptions, placed } from './marker.ts';

/** For programs. */
export const writeJson = (markers: readonly Marker[], options: MarkerOptions): string =>
  `${JSON.stringify({ title: options.title, songStartSeconds: options.songStartSeconds, markers: placed(markers, options) }, null, 2)}\n`;
