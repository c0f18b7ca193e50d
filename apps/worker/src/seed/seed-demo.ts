import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SongName } from '@sweetspot/audio';
import type { Context } from '@sweetspot/core/context';
import { addProject } from '@sweetspot/core/projects/add-project';
import { runJobs } from '@sweetspot/core/queue/run-jobs';
import { addShareLink } from '@sweetspot/core/share-links/add-share-link';
import { addSong } from '@sweetspot/core/songs/add-song';
import { demoEmails, demoPeople, demoShareLink, findDemo } from '@sweetspot/prisma/demo';
import { handlers } from '../jobs/handlers.ts';
import type { Services } from '../services.ts';
import { addDemoPeople, joinProject } from './demo-people.ts';
import { makeDemoStems } from './make-demo-stems.ts';
import { seedGlassHarbour } from './seed-glass-harbour.ts';
import { seedPaperBoats } from './seed-paper-boats.ts';
import { uploadStem, waitForFiles } from './seed-session.ts';

export type DemoOptions = {
  databaseUrl: string;
  /** How long each song is; the whole songs are about 90 s. */
  seconds?: number;
  /** Called with a line for each step. */
  tell?: (line: string) => void;
};

export type Demo = { projectId: string; shareUrl: string };

/**
 * Makes the demo: three people and a project with two songs at different stages, by the use cases and renders that people
 * use. Answers null when it is there already; what an interrupted run left is removed first.
 */
export async function seedDemo(services: Services, options: DemoOptions): Promise<Demo | null> {
  const { ctx, queue, tempRoot } = services;
  const { databaseUrl, tell = () => undefined } = options;
  if ((await findDemo(databaseUrl)).isWhole) return null;
  await removeDemo(ctx);
  const jobs = runJobs({ ctx, queue, handlers, databaseUrl, concurrency: 2, tempRoot });
  const folder = await mkdtemp(join(dirname(tempRoot), 'demo-'));
  try {
    return await makeDemo(services, folder, { ...options, tell });
  } catch (error) {
    await removeDemo(ctx);
    throw error;
  } finally {
    await jobs.stop(0);
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeDemo(
  { ctx, uploadDirectory }: Services,
  folder: string,
  { seconds, tell }: DemoOptions & { tell: (line: string) => void },
): Promise<Demo> {
  const people = await addDemoPeople(ctx);
  const { mira, jo, anna } = people;
  const { id: projectId } = await addProject(mira, {
    title: 'Northern Lights EP',
    artistName: demoPeople.mira.name,
    role: demoPeople.mira.role,
  });
  await joinProject({ host: mira, guest: jo, person: 'jo', projectId });
  await joinProject({ host: mira, guest: anna, person: 'anna', projectId });
  tell('people and project');

  const bringStems = async (song: SongName, title: string): Promise<string> => {
    const { id: songId } = await addSong(mira, { projectId, title });
    const stems = await makeDemoStems({ directory: join(folder, song), song, seconds });
    const fileIds: string[] = [];
    for (const { path } of stems) fileIds.push(await uploadStem(mira, { songId, path, uploadDirectory }));
    await waitForFiles(ctx, fileIds);
    tell(`${title}: ${stems.length} stems`);
    return songId;
  };
  const [, harbourId] = await Promise.all([
    bringStems('paper-boats', 'Paper Boats').then(async (songId) => {
      await seedPaperBoats(people, songId, tell);
      return songId;
    }),
    bringStems('glass-harbour', 'Glass Harbour').then(async (songId) => {
      await seedGlassHarbour(people, songId, tell);
      return songId;
    }),
  ]);

  const { url: shareUrl } = await addShareLink(mira, {
    scope: 'song',
    projectId,
    songId: harbourId,
    name: demoShareLink,
    rights: ['listen', 'comment', 'approve'],
    followLatest: false,
  });
  return { projectId, shareUrl };
}

/** Removes the demo people with everything that is theirs. Their files are swept later. */
async function removeDemo({ db }: Context): Promise<void> {
  const users = await db.user.findMany({ where: { email: { in: demoEmails } }, select: { id: true } });
  const ownerId = { in: users.map(({ id }) => id) };
  await db.song.deleteMany({ where: { project: { ownerId } } });
  await db.project.deleteMany({ where: { ownerId } });
  await db.user.deleteMany({ where: { id: ownerId } });
  await db.mail.deleteMany({ where: { recipient: { in: demoEmails } } });
}
