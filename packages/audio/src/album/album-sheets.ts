import type { AlbumRecipe } from '@sweetspot/protocol/recipes';

/** Of the Compact Disc (IEC 60908): positions are counted in frames of 1/75 s. */
const framesPerSecond = 75;

export interface PlacedSong {
  /** Of the file. */
  fileName: string;
  /** Sound in the file, and silence behind it. */
  songSeconds: number;
  silenceAfterSeconds: number;
}

type Sheet = { recipe: AlbumRecipe; placed: readonly PlacedSong[] };

/** One cue sheet (CDRWIN) for an album of one file per song; the gap before a song stands at the end of the file before it. */
export function albumCueSheet({ recipe, placed }: Sheet): string {
  const { title, artist, songs } = recipe;
  const lines: (string | false)[] = [artist && `PERFORMER ${quoted(artist)}`, title && `TITLE ${quoted(title)}`];
  placed.forEach(({ fileName }, at) => {
    const song = songs[at]!;
    const before = placed[at - 1];
    const gap = before && before.silenceAfterSeconds > 0 ? before : null;
    lines.push(
      ...(gap ? [] : [`FILE ${quoted(fileName)} WAVE`]),
      `  TRACK ${number(at)} AUDIO`,
      `    TITLE ${quoted(song.title)}`,
      artist && `    PERFORMER ${quoted(artist)}`,
      song.isrc !== null && `    ISRC ${song.isrc}`,
      ...(gap ? [`    INDEX 00 ${timeCode(gap.songSeconds)}`, `FILE ${quoted(fileName)} WAVE`] : []),
      '    INDEX 01 00:00:00',
    );
  });
  return `${lines.filter(Boolean).join('\r\n')}\r\n`;
}

/** What a pressing plant reads: where each song starts and ends on the album, the gap before it, its ISRC. */
export function albumPqSheet({ recipe, placed }: Sheet): string {
  const { title, artist, songs } = recipe;
  let startSeconds = 0;
  const rows = placed.map(({ songSeconds, silenceAfterSeconds }, at) => {
    const song = songs[at]!;
    const gapSeconds = placed[at - 1]?.silenceAfterSeconds ?? 0;
    const row = [
      number(at),
      timeCode(startSeconds),
      timeCode(startSeconds + songSeconds),
      timeCode(songSeconds),
      timeCode(gapSeconds),
      (song.isrc ?? '').padEnd(12),
      onOneLine(song.title),
    ];
    startSeconds += songSeconds + silenceAfterSeconds;
    return row.join('  ');
  });
  const head = onOneLine([artist, title].filter(Boolean).join(' — '));
  return [
    ...(head ? [head, ''] : []),
    'Times are minutes:seconds:frames (75 frames to a second); start counts from the first song.',
    '',
    '    start     end       length    gap       ISRC          title',
    ...rows,
    '',
    `Total ${timeCode(startSeconds)}`,
    '',
  ].join('\n');
}

const number = (at: number): string => String(at + 1).padStart(2, '0');
/** Sheets are read line by line: a line in a title would be a command. */
const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');

const quoted = (text: string): string => `"${onOneLine(text).replaceAll('"', '”')}"`;

/** `MM:SS:FF`, to the nearest frame. */
function timeCode(seconds: number): string {
  const frames = Math.round(seconds * framesPerSecond);
  const two = (value: number) => String(value).padStart(2, '0');
  const whole = Math.floor(frames / framesPerSecond);
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}:${two(frames % framesPerSecond)}`;
}
