import { formatTime } from '@sweetspot/protocol';
import { type CommandFactory, newCommand } from '../command.ts';
import { readLogin } from '../server/login.ts';
import { ServerApi } from '../server/server-api.ts';
import { type Comment, findSong, findVersion, listComments, type Version } from '../server/song.ts';
import type { CommonOptions, Session } from '../session.ts';

interface CommentsOptions extends CommonOptions {
  song: string;
  version?: string;
  open?: boolean;
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
    ],
  })
    .requiredOption('--song <title>', 'title of the song, or project/title, or its id')
    .option('--version <label>', 'such as "Mix 2", or its id')
    .option('--open', 'only what is open or was opened again')
    .action(async (options: CommentsOptions) => {
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
