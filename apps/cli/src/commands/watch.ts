import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openSource } from '@sweetspot/audio';
import { type CommandFactory, newCommand, numberOption } from '../command.ts';
import { describeFailure } from '../describe-failure.ts';
import { listSoundFiles } from '../find-stems.ts';
import { readLogin } from '../server/login.ts';
import { pushFile } from '../server/push-file.ts';
import { ServerApi } from '../server/server-api.ts';
import { findSong } from '../server/song.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { type PushOptions, purposeOption, pushedLine } from './push.ts';

const lookEveryMs = 500;

interface WatchOptions extends PushOptions {
  settle: number;
}

export const watchCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'watch',
    summary: 'make every new bounce in a folder a version',
    description:
      'Watches the folder that a DAW bounces into. A sound file that is new, or written over, and then rests is sent to the ' +
      'song as its next version. What lies in the folder at the start is left alone. It runs until Ctrl-C; with --json it ' +
      'prints a document for every file, one per line.',
    examples: [
      ['sweetspot watch ~/Bounces --song "Paper Boats"', 'While mixing:'],
      ['sweetspot watch ~/Masters --song "Paper Boats" --as master --settle 10', 'Masters, on a slow disk:'],
    ],
  })
    .argument('<folder>', 'the folder, without the folders in it')
    .requiredOption('--song <title>', 'title of the song, or project/title, or its id')
    .addOption(purposeOption())
    .option('--settle <seconds>', 'how long a file has to rest to count as finished', numberOption(0.5, 600), 3)
    .option('--no-wait', 'do not wait until the server has read a version')
    .action(async (folder: string, options: WatchOptions) => {
      await inSession(options, (session) => watch(session, folder, options));
    });

/** A file as it was seen last: a change of its stamp starts the rest anew. */
type Seen = { stamp: string; since: number; done: boolean; told?: boolean };

async function watch(session: Session, folder: string, options: WatchOptions): Promise<void> {
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file, and a folder is needed here.`);
  const api = new ServerApi(readLogin(), session.signal);
  const song = await findSong(api, options.song);
  const seen = new Map<string, Seen>();
  for (const path of listSoundFiles(folder)) {
    const stamp = stampOf(path);
    if (stamp) seen.set(path, { stamp, since: 0, done: true });
  }
  session.note(`Watching ${folder} for ${song.title}; Ctrl-C ends it.`);
  for (;;) {
    await delay(lookEveryMs, undefined, { signal: session.signal });
    for (const path of listSoundFiles(folder)) {
      if (!isFinished(path, seen, options.settle * 1000)) continue;
      const file = seen.get(path)!;
      if (!(await isWhole(path, session.signal))) {
        if (!file.told) session.note(`${path} cannot be read as it is; it is sent when it can.`);
        file.told = true;
        continue;
      }
      file.done = true;
      try {
        const pushed = await pushFile(session, api, { song, path, purpose: options.as, wait: options.wait });
        if (options.json) session.terminal.out(`${JSON.stringify({ songId: song.id, ...pushed })}\n`);
        else session.terminal.out(`${pushedLine(song, pushed)}\n`);
      } catch (error) {
        session.signal.throwIfAborted();
        const { code, message } = describeFailure(error);
        // Who lost the song or the token has nothing left to watch for.
        if (code === 'not_signed_in' || code === 'not_found' || code === 'not_allowed') throw error;
        session.note(`${path} was not sent: ${message}`);
        session.fail();
        // A server that is away comes back.
        if (code === 'unavailable') file.done = false;
      }
    }
  }
}

function isFinished(path: string, seen: Map<string, Seen>, settleMs: number): boolean {
  const stamp = stampOf(path);
  if (stamp === null) {
    seen.delete(path);
    return false;
  }
  const before = seen.get(path);
  if (before?.stamp !== stamp) {
    seen.set(path, { stamp, since: performance.now(), done: false });
    return false;
  }
  return !before.done && performance.now() - before.since >= settleMs;
}

/** Size and time of the last change; null for a file that went away. */
function stampOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() && stats.size > 0 ? `${stats.size} ${stats.mtimeMs}` : null;
}

/** A bounce that only pauses has no length yet, or not the length that it states. */
async function isWhole(path: string, signal: AbortSignal): Promise<boolean> {
  try {
    const source = await openSource(path, { signal });
    await source.close();
    return source.warnings.every(({ code }) => code !== 'truncated');
  } catch {
    // Looked at again in a moment.
    signal.throwIfAborted();
    return false;
  }
}
