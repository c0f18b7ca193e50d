import { type Marker, type MarkerOptions, nameOf, placed } from './marker.ts';

/** A label track of Audacity: start, end and text between tabs, in seconds; a point ends where it begins. */
export const writeAudacity = (markers: readonly Marker[], options: MarkerOptions): string =>
  placed(markers, options)
    .map((marker) => {
      const { startSeconds, endSeconds } = marker;
      return `${startSeconds.toFixed(6)}\t${(endSeconds ?? startSeconds).toFixed(6)}\t${nameOf(marker)}\n`;
    })
    .join('');
