import { type MidiEvent, writeMidi as writeEvents } from 'midi-file';
import { type Marker, type MarkerOptions, nameOf, oneLine, placed } from './marker.ts';

const ticksPerBeat = 960;

/**
 * A Standard MIDI File (format 1) with one tempo and a marker (meta event 06) for every note; a range ends with a marker of its
 * own. The text is UTF-8, which MIDI files do not say but workstations read.
 */
export function writeMidi(markers: readonly Marker[], options: MarkerOptions): Uint8Array {
  const microsecondsPerBeat = Math.round(60_000_000 / options.bpm);
  const tick = (seconds: number) => Math.round((seconds * 1_000_000 * ticksPerBeat) / microsecondsPerBeat);
  const points = placed(markers, options)
    .flatMap((marker) => {
      const name = nameOf(marker);
      const start = { atTick: tick(marker.startSeconds), text: name };
      return marker.endSeconds === null ? [start] : [start, { atTick: tick(marker.endSeconds), text: `End: ${name}` }];
    })
    .toSorted((a, b) => a.atTick - b.atTick);
  let last = 0;
  const events: MidiEvent[] = [
    { deltaTime: 0, meta: true, type: 'trackName', text: bytesAsText(oneLine(options.title)) },
    { deltaTime: 0, meta: true, type: 'setTempo', microsecondsPerBeat },
    { deltaTime: 0, meta: true, type: 'timeSignature', numerator: 4, denominator: 4, metronome: 24, thirtyseconds: 8 },
    ...points.map(({ atTick, text }): MidiEvent => {
      const deltaTime = atTick - last;
      last = atTick;
      return { deltaTime, meta: true, type: 'marker', text: bytesAsText(text) };
    }),
    { deltaTime: 0, meta: true, type: 'endOfTrack' },
  ];
  return Uint8Array.from(writeEvents({ header: { format: 1, numTracks: 1, ticksPerBeat }, tracks: [events] }));
}

/** The library writes one byte for each character. */
const bytesAsText = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));
