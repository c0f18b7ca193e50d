/** A note at a place of a song, as it goes to a workstation. */
export type Marker = {
  /** Seconds of the audio file. */
  startSeconds: number;
  /** null for a point. */
  endSeconds: number | null;
  /** Who wrote it. */
  author: string;
  /** `open`, `addressed` … */
  status: string;
  /** The note and its answers, one line each. */
  lines: readonly string[];
};

export type MarkerOptions = {
  /** What the markers are about: "Paper Boats, Mix 2". */
  title: string;
  /** Where the audio file begins on the time line of the session. */
  songStartSeconds: number;
  /** Of the session, for formats that count in bars. */
  bpm: number;
  /** Of the session, for formats that count in frames; drop-frame time code is not written. */
  framesPerSecond: number;
};

/** In the order of their places, where the session has them. */
export const placed = (markers: readonly Marker[], { songStartSeconds }: MarkerOptions): Marker[] =>
  markers
    .map((marker) => ({
      ...marker,
      startSeconds: marker.startSeconds + songStartSeconds,
      endSeconds: marker.endSeconds === null ? null : marker.endSeconds + songStartSeconds,
    }))
    .toSorted((a, b) => a.startSeconds - b.startSeconds);

/** On one line, without what a text format would take for its own: line breaks, tabs and other control characters. */
export const oneLine = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim();

/** What a marker is called where there is room for one line: "Mira: more voice here". */
export const nameOf = ({ author, lines }: Marker): string => oneLine(`${author}: ${lines.join(' / ')}`);

/** "1:04.250"; hours from sixty minutes on. */
export function clock(seconds: number): string {
  const milliseconds = Math.max(0, Math.round(seconds * 1000));
  const [hours, minutes] = [Math.floor(milliseconds / 3_600_000), Math.floor(milliseconds / 60_000) % 60];
  const rest = ((milliseconds % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
