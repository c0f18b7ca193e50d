import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hashFile } from '@sweetspot/audio';
import { AppError, type UploadPurpose } from '@sweetspot/protocol';
import type { Session } from '../session.ts';
import { sendFile } from './send-file.ts';
import type { ServerApi } from './server-api.ts';
import { getSong, type Song, type Version } from './song.ts';

const askEveryMs = 500;

export interface Pushed {
  file: string;
  sha256: string;
  /** "Mix 3", or the name of a stem. */
  label: string;
  versionId: string | null;
  /** It was there already, bit for bit, and was not sent again. */
  known: boolean;
}

/** Makes a file a version or a stem of a song. With `wait` it is read on the server before this ends. */
export async function pushFile(
  session: Session,
  api: ServerApi,
  { song, path, purpose, wait }: { song: Song; path: string; purpose: UploadPurpose; wait: boolean },
): Promise<Pushed> {
  const name = basename(path);
  const sha256 = await session.work(`Reading ${name}`, ({ signal }) => hashFile(path, signal));
  const before = findKnown(await getSong(api, song.id), purpose, sha256);
  if (before) return { file: path, sha256, known: true, ...before };
  const sent = await session.work(`Sending ${name}`, (run) =>
    sendFile(api, { songId: song.id, path, sha256, purpose }, run),
  );
  if (sent.versionId === null) return { file: path, sha256, label: name, versionId: null, known: false };
  const { versionId } = sent;
  const version = await session.work(`${name} is read by the server`, ({ signal }) =>
    waitForVersion(api, { songId: song.id, versionId, wait }, signal),
  );
  return { file: path, sha256, label: version.label, versionId, known: false };
}

function findKnown(song: Song, purpose: UploadPurpose, sha256: string): Pick<Pushed, 'label' | 'versionId'> | null {
  if (purpose === 'stem') {
    const stem = song.stems.find(({ file }) => file.sha256 === sha256);
    return stem ? { label: stem.name, versionId: null } : null;
  }
  const version = song.versions.find(({ kind, file }) => kind === purpose && file.sha256 === sha256);
  return version ? { label: version.label, versionId: version.id } : null;
}

async function waitForVersion(
  api: ServerApi,
  { songId, versionId, wait }: { songId: string; versionId: string; wait: boolean },
  signal: AbortSignal,
): Promise<Version> {
  for (;;) {
    const { versions } = await getSong(api, songId);
    const version = versions.find(({ id }) => id === versionId);
    if (!version) throw new AppError('gone', 'This version was removed while it was read.');
    if (version.file.state === 'failed')
      throw new AppError(
        'bad_input',
        `The server cannot read it: ${version.file.failureMessage ?? 'no reason given.'}`,
      );
    if (!wait || version.file.state === 'ready') return version;
    await delay(askEveryMs, undefined, { signal });
  }
}
