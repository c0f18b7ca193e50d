import { writeFileSync } from 'node:fs';
import { type MarkerFormatId, markerFormatIds, markerFormats, parseClock } from '@sweetspot/markers';
import { formatTime } from '@sweetspot/protocol';
import { InvalidArgumentError, Option } from 'commander';
import { type CommandFactory, newCommand, numberOption } from '../command.ts';
import { OutputFile } from '../output-file.ts';
import { readLogin } from '../server/login.ts';
import { ServerApi } from '../server/server-api.ts';
import { type Comment, findSong, findVersion, listComments, type Version } from '../server/song.ts';
import type { CommonOptions, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

interface CommentsOptions extends CommonOptions {
  song: string;
  version?: string;
  open?: boolean;
  format?: MarkerFormatId;
  output?: string;
  songStart: number;
  bpm: number;
  fps: number;
  force?: boolean;
}

export const commentsCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'comments',
    summary: 'read what was said about a version, in the order of its time',
    description:
      'Lists the comments on a version with their places, replies and states. Without --version it is the newest master that ' +
      'can be heard, else the newest mix, else the newest rough. In the JSON, places are samples at sampleRate and seconds.',
    examples: [
      ['sweetspot comments --song "Paper Boats"', 'What waits on the newest version:'],
      ['sweetspot comments --song "Paper Boats" --version "Mix 2" --open --json', 'What is open, for a program:'],
      [
        'sweetspot comments --song "Paper Boats" --open --format reaper --song-start 1:00:00 -o notes.csv',
        'Markers and regions for REAPER, the song beginning at one hour:',
      ],
    ],
  })
    .requiredOption('--song <title>', 'title of the song, or project/title, or its id')
    .option('--version <label>', 'such as "Mix 2", or its id')
    .option('--open', 'only what is open or was opened again')
    .addOption(new Option('--format <name>', 'write markers for a workstation, to --output').choices(markerFormatIds))
    .option('-o, --output <file>', 'the file of markers to write')
    .option('--song-start <time>', 'where the song begins in the session, such as 1:30.5', parseSongStart, 0)
    .option('--bpm <tempo>', 'tempo of the session, for midi', numberOption(20, 400), 120)
    .option('--fps <rate>', 'frames a second of the session, for edl', numberOption(23, 60), 25)
    .option('--force', 'replace a file that exists')
    .action(async (options: CommentsOptions) => {
      if ((options.format === undefined) !== (options.output === undefined))
        throw new UsageError('--format and --output belong together.');
      await inSession(options, (session) => comments(session, options));
    });

async function comments(session: Session, options: CommentsOptions): Promise<void> {
  const api = new ServerApi(readLogin(), session.signal);
  const song = await findSong(api, options.song);
  const version = findVersion(song, options.version);
  const { sampleRate } = version.file;
  const all = (await listComments(api, song.id))
    .filter(({ versionId, status }) => versionId === version.id && (!options.open || /open/.test(status)))
    .toSorted((a, b) => (a.startSample ?? -1) - (b.startSample ?? -1) || a.createdAt.getTime() - b.createdAt.getTime());
  if (options.format) return writeMarkers(session, options, { song, version, comments: all });
  const secondsAt = (sample: number | null): number | null =>
    sample === null || sampleRate === null ? null : sample / sampleRate;
  const listed = all.map(({ author, startSample, endSample, replies, ...comment }) => ({
    ...comment,
    author: author.name,
    startSample,
    endSample,
    startSeconds: secondsAt(startSample),
    endSeconds: secondsAt(endSample),
    replies: replies.map((reply) => ({ ...reply, author: reply.author.name })),
  }));
  const document = { songId: song.id, song: song.title, versionId: version.id, label: version.label, sampleRate };
  session.print({ ...document, comments: listed }, () =>
    all.length === 0
      ? [`Nothing ${options.open ? 'is open' : 'was said'} on ${version.label} of ${song.title}.`]
      : all.flatMap((comment) => commentLines(comment, version)),
  );
}

/** What is about the whole version stands at its beginning. */
function writeMarkers(
  session: Session,
  options: CommentsOptions,
  { song, version, comments: all }: { song: { title: string }; version: Version; comments: readonly Comment[] },
): void {
  const { write } = markerFormats[options.format!];
  const output = new OutputFile(session, options.output!, { force: options.force ?? false });
  const rate = version.file.sampleRate ?? 48_000;
  const markers = all.map(({ startSample, endSample, author, status, body, replies }) => ({
    startSeconds: (startSample ?? 0) / rate,
    endSeconds: endSample === null ? null : endSample / rate,
    author: author.name,
    status,
    lines: [body, ...replies.map((reply) => `${reply.author.name}: ${reply.body}`)],
  }));
  const title = `${song.title}, ${version.label}`;
  const { songStart: songStartSeconds, bpm, fps: framesPerSecond } = options;
  writeFileSync(output.writePath, write(markers, { title, songStartSeconds, bpm, framesPerSecond }));
  output.publish();
  session.print({ song: song.title, label: version.label, path: output.path, markers: all.length }, () => [
    `${output.path} has ${all.length} of the comments on ${version.label} of ${song.title}.`,
  ]);
}

function parseSongStart(text: string): number {
  const seconds = parseClock(text);
  if (seconds === null) throw new InvalidArgumentError('It is a time such as 1:30.5 or 1:00:00.');
  return seconds;
}

function commentLines(comment: Comment, { file }: Version): string[] {
  const { author, body, status, visibility, startSample, endSample, replies } = comment;
  const time = (sample: number | null): string | null =>
    sample === null || file.sampleRate === null ? null : formatTime(sample / file.sampleRate);
  const place = [time(startSample), time(endSample)].filter((one) => one !== null).join('–') || 'whole';
  const team = visibility === 'team' ? ', team' : '';
  return [
    `${place}  ${author.name} (${status}${team}): ${plain(body)}`,
    ...replies.map((reply) => `    ${reply.author.name}: ${plain(reply.body)}`),
  ];
}

/** On one line, and nothing in it that a terminal would obey. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '');
