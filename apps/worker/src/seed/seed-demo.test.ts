import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase } from '@sweetspot/core/open-database';
import { findDemo } from '@sweetspot/prisma/demo';
import { createTestDatabase } from '@sweetspot/prisma/testing';
import { expect, test } from 'vitest';

test('the demo is made once, whole, and an interrupted one is made anew', async () => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'sweetspot-seed-'));
  const db = openDatabase(database.url);
  const script = fileURLToPath(new URL('main.ts', import.meta.url));
  const env = { DATABASE_URL: database.url, DATA_DIR: dataDir };
  const seed = () => promisify(execFile)(process.execPath, [script, '--seconds', '6'], { env });
  try {
    // What a run leaves that was killed in the middle.
    const mira = await db.user.create({ data: { email: 'mira@demo.sweetspot.local', name: 'Mira Kask' } });
    const members = { create: { userId: mira.id, role: 'artist' as const } };
    await db.project.create({ data: { title: 'Northern Lights EP', ownerId: mira.id, members } });

    expect(await findDemo(database.url)).toEqual({ isWhole: false, hasCompany: false });
    expect((await seed()).stdout).toMatch(/share link: http:\/\/localhost:3000\/s\/[\w-]{40,}/);
    expect(await db.user.count()).toBe(3);
    const songs = await db.song.findMany({
      include: { stems: true, versions: { include: { file: true, approvals: true, comments: true } } },
      orderBy: { title: 'asc' },
    });
    expect(songs.map(({ title, stage }) => [title, stage])).toEqual([
      ['Glass Harbour', 'mastering'],
      ['Paper Boats', 'mixing'],
    ]);
    for (const { stems, versions } of songs) {
      expect(stems.length).toBeGreaterThanOrEqual(9);
      expect(versions.every(({ file }) => file.state === 'ready')).toBe(true);
      expect(versions.flatMap(({ comments }) => comments).length).toBeGreaterThan(3);
    }
    const [harbour, boats] = songs;
    const kinds = (song: typeof harbour) => song!.versions.map(({ kind, number }) => `${kind} ${number}`).toSorted();
    expect(kinds(boats)).toEqual(['mix 1', 'mix 2', 'rough 1']);
    expect(kinds(harbour)).toEqual(['master 1', 'mix 1', 'rough 1']);
    const mix = harbour!.versions.find(({ kind }) => kind === 'mix')!;
    expect(mix.approvals).toMatchObject([{ decision: 'approved', fileSha256: mix.file.sha256 }]);
    expect(harbour!.versions.find(({ kind }) => kind === 'master')!.approvals).toEqual([]);
    // Nothing is ever sent to addresses that nobody has.
    expect(await db.mail.count()).toBe(0);

    expect(await findDemo(database.url)).toEqual({ isWhole: true, hasCompany: false });
    // What people do with it leaves it whole.
    await db.shareLink.updateMany({ data: { revokedAt: new Date() } });
    await db.user.create({ data: { email: 'ada@example.org', name: 'Ada' } });
    expect(await findDemo(database.url)).toEqual({ isWhole: true, hasCompany: true });
    expect((await seed()).stdout).toContain('there already');
    expect(await db.project.count()).toBe(1);
  } finally {
    await db.$disconnect();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 240_000);
