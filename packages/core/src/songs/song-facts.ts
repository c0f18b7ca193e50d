import { type FileState, type JobKind, type Stage, type Visibility, versionLabel } from '@sweetspot/protocol';
import { allows } from '../access/policy.ts';
import { coveringPasses, type Reader } from '../access/reader.ts';
import { isValidApproval } from '../approvals/approval-view.ts';
import type { Db } from '../context.ts';
import type { VersionFact } from '../stages/stage-rules.ts';
import type { NeedFacts } from './song-need.ts';

/** What is known of a song without opening it, as far as the reader may see. */
export type SongFacts = NeedFacts & {
  stemCount: number;
  /** Newest ready mix, master or rough. */
  latestVersion: FactVersion | null;
  /** Versions that the reader may hear or, as a member, see fail. */
  visibleVersionIds: ReadonlySet<string>;
  /** 0..1 of the furthest running job. */
  progress: number | null;
};

type Songs = readonly { id: string; projectId: string; stage: Stage }[];
type FactVersion = Awaited<ReturnType<typeof listVersions>>[number];

/** The facts of many songs in a handful of queries. `readers` holds what the actor has in each project. */
export async function listSongFacts(db: Db, songs: Songs, readers: readonly Reader[]): Promise<Map<string, SongFacts>> {
  const songIds = songs.map(({ id }) => id);
  // One after another: inside a transaction there is one connection.
  const stems = await countStems(db, songIds);
  const versions = await listVersions(db, songIds);
  const comments = await countOpenComments(db, songIds);
  const jobs = await db.job.findMany({
    where: { songId: { in: songIds }, state: { in: ['queued', 'running'] } },
    select: { songId: true, kind: true, label: true, progress: true },
    orderBy: { createdAt: 'asc' },
  });
  const readerOf = new Map(readers.map((reader) => [reader.projectId, reader]));
  const of = bySong({ stems, versions, comments, jobs });

  return new Map(
    songs.map((song) => {
      const reader = readerOf.get(song.projectId);
      if (reader === undefined) throw new Error('facts are only asked for by somebody who may see the song');
      return [song.id, factsOf(song, reader, of(song.id))];
    }),
  );
}

type Rows = {
  stems: Awaited<ReturnType<typeof countStems>>;
  versions: FactVersion[];
  comments: Awaited<ReturnType<typeof countOpenComments>>;
  jobs: { songId: string; kind: JobKind; label: string; progress: number }[];
};

function factsOf(song: Songs[number], reader: Reader, rows: Rows): SongFacts {
  const member = allows(reader.memberGrants, 'stem.view');
  const versions = visibleVersions(reader, song.id, rows.versions);
  const ready = versions.filter(({ file }) => file.state === 'ready');
  const visibleVersionIds = new Set(versions.map(({ id }) => id));
  const stems = member ? rows.stems : [];
  const jobs = member ? rows.jobs : [];
  const count = (state: FileState) =>
    stems.filter((stem) => stem.state === state).reduce((sum, stem) => sum + stem.count, 0) +
    versions.filter(({ file }) => file.state === state && (state !== 'failed' || file.dismissedAt === null)).length;

  const openComments = new Map<string, number>();
  for (const { versionId, visibility, count } of rows.comments) {
    if (!visibleVersionIds.has(versionId)) continue;
    if (visibility === 'team' && !allows(reader.memberGrants, 'comment.view-team')) continue;
    openComments.set(versionId, (openComments.get(versionId) ?? 0) + count);
  }
  return {
    stage: song.stage,
    readyStems: stems.filter(({ state }) => state === 'ready').reduce((sum, { count }) => sum + count, 0),
    stemCount: stems.reduce((sum, { count }) => sum + count, 0),
    readyRoughs: ready.filter(({ kind }) => kind === 'rough').length,
    versions: ready.flatMap(versionFact),
    failedFiles: count('failed'),
    processingFiles: count('processing'),
    running: jobs.filter(({ kind }) => kind === 'render' || kind === 'deliver').map(({ label }) => label),
    openComments,
    latestVersion: ready.findLast(({ kind }) => kind !== 'reference') ?? null,
    visibleVersionIds,
    progress: jobs.length === 0 ? null : Math.max(...jobs.map(({ progress }) => progress)),
  };
}

/** Members see every version, guests what their links cover. Of one song, oldest first. */
function visibleVersions(reader: Reader, songId: string, versions: FactVersion[]): FactVersion[] {
  if (allows(reader.memberGrants, 'version.listen')) return versions;
  const ready = versions.filter(({ file }) => file.state === 'ready');
  return ready.filter(({ id, kind, number }) => {
    const latest = !ready.some((other) => other.kind === kind && other.number > number);
    return coveringPasses(reader, { songId, version: { id, ready: true, latest } }).length > 0;
  });
}

function versionFact(version: FactVersion): VersionFact[] {
  const { id, kind, file, approvals, deliveries } = version;
  if (kind !== 'mix' && kind !== 'master') return [];
  return [
    {
      id,
      kind,
      label: versionLabel(version),
      approvals: approvals
        .filter((approval) => isValidApproval(approval, file))
        .map(({ id, decision, user, guest }) => ({ id, decision, by: user?.name ?? guest?.name ?? 'Somebody' })),
      delivered: deliveries.some(({ fileSha256 }) => fileSha256 === file.sha256),
    },
  ];
}

const countStems = (db: Db, songIds: string[]) => db.$queryRaw<{ songId: string; state: FileState; count: number }[]>`
  SELECT "Stem"."songId", "AudioFile"."state"::text AS "state", count(*)::int AS "count"
  FROM "Stem" JOIN "AudioFile" ON "AudioFile"."id" = "Stem"."fileId"
  WHERE "Stem"."songId" = ANY(${songIds}::uuid[]) AND "Stem"."removedAt" IS NULL AND "AudioFile"."dismissedAt" IS NULL
  GROUP BY 1, 2`;

const countOpenComments = (db: Db, songIds: string[]) => db.$queryRaw<
  { songId: string; versionId: string; visibility: Visibility; count: number }[]
>`
  SELECT "songId", "versionId", "visibility"::text AS "visibility", count(*)::int AS "count"
  FROM "Comment"
  WHERE "songId" = ANY(${songIds}::uuid[]) AND "parentId" IS NULL AND "deletedAt" IS NULL
    AND "status" IN ('open', 'reopened')
  GROUP BY 1, 2, 3`;

const listVersions = (db: Db, songIds: string[]) =>
  db.version.findMany({
    where: { songId: { in: songIds }, removedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      songId: true,
      kind: true,
      number: true,
      name: true,
      fileId: true,
      file: { select: { state: true, sha256: true, frames: true, sampleRate: true, dismissedAt: true } },
      approvals: {
        where: { withdrawnAt: null },
        select: {
          id: true,
          decision: true,
          fileSha256: true,
          withdrawnAt: true,
          user: { select: { name: true } },
          guest: { select: { name: true } },
        },
        orderBy: { createdAt: 'asc' },
      },
      deliveries: { where: { zipKey: { not: null } }, select: { fileSha256: true } },
    },
  });

/** Rows of many songs, picked by song without looking through all of them for each. */
function bySong(rows: Rows): (songId: string) => Rows {
  const group = <T extends { songId: string }>(all: readonly T[]) => {
    const groups = Map.groupBy(all, ({ songId }) => songId);
    return (songId: string) => groups.get(songId) ?? [];
  };
  const [stems, versions, comments, jobs] = [
    group(rows.stems),
    group(rows.versions),
    group(rows.comments),
    group(rows.jobs),
  ];
  return (songId) => ({
    stems: stems(songId),
    versions: versions(songId),
    comments: comments(songId),
    jobs: jobs(songId),
  });
}
