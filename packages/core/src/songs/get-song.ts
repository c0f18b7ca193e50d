import { stemRoles } from '@sweetspot/dsp';
import { idSchema, versionLabel } from '@sweetspot/protocol';
import { migrateRecipe } from '@sweetspot/protocol/recipes';
import type { PersonView, SongView, StemView, VersionView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import { allows, permissionsOf } from '../access/policy.ts';
import { coveringPasses, grantsAt, type Reader } from '../access/reader.ts';
import { approvalInclude, approvalView } from '../approvals/approval-view.ts';
import type { Context, Db } from '../context.ts';
import { fileView } from '../files/file-view.ts';
import { listPeople } from '../people/list-people.ts';
import { peopleOfRequests, requestInclude, requestView } from '../requests/request-view.ts';
import { stageMoves, stageSteps } from '../stages/stage-rules.ts';
import { listOpenUploads } from '../uploads/list-open-uploads.ts';
import { listSongFacts } from './song-facts.ts';
import { deliveryView, listDeliveries, listRenders, renderView } from './song-work.ts';

export const getSongInput = z.object({ songId: idSchema });

/** The guest as whom the reader came to the song. */
function guestAt(reader: Reader, songId: string): PersonView | null {
  const [pass] = coveringPasses(reader, { songId });
  return pass ? { kind: 'guest', id: pass.guestId, name: pass.name, pictureUrl: null } : null;
}

/** The whole song page, as far as the reader may see it. */
export async function getSong(ctx: Context, { songId }: z.infer<typeof getSongInput>): Promise<SongView> {
  const { db } = ctx;
  const { record: song, access } = await loadSongFor(ctx, songId, 'song.view');
  const { grants, reader } = access;
  const facts = (await listSongFacts(db, [song], [reader])).get(songId)!;

  const nothing = Promise.resolve([]);
  const [stems, versions, renders, deliveries, requests, uploads] = await Promise.all([
    allows(grants, 'stem.view') ? listStems(db, songId) : nothing,
    listVersions(db, [...facts.visibleVersionIds]),
    allows(grants, 'job.view') ? listRenders(db, songId) : nothing,
    listDeliveries(db, songId),
    allows(grants, 'request.view')
      ? db.request.findMany({ where: { songId }, include: requestInclude, orderBy: { createdAt: 'desc' } })
      : nothing,
    allows(grants, 'upload.view') ? listOpenUploads(ctx, { songId }) : nothing,
  ]);
  const people = await listPeople(db, [
    reader.member?.userId ?? null,
    ...versions.map(({ createdById }) => createdById),
    ...renders.map(({ requestedById }) => requestedById),
    ...deliveries.map(({ createdById }) => createdById),
    ...peopleOfRequests(requests),
  ]);
  const mayMove = { forward: allows(grants, 'stage.forward'), back: allows(grants, 'stage.back') };
  const mayDownload = (versionId: string): boolean => {
    const version = versions.find(({ id }) => id === versionId);
    if (version === undefined) return false;
    const ready = version.file.state === 'ready';
    // A link that follows the latest has made the newest of each kind one of `versions`.
    const latest = !versions.some(({ kind, number }) => kind === version.kind && number > version.number);
    return allows(grantsAt(reader, { songId, version: { id: versionId, ready, latest } }), 'delivery.download');
  };

  return {
    id: song.id,
    projectId: song.projectId,
    projectTitle: song.project.title,
    artistName: song.project.artistName,
    title: song.title,
    stage: song.stage,
    steps: stageSteps(facts),
    moves: stageMoves(facts, mayMove),
    permissions: permissionsOf(grants),
    role: reader.role ?? 'guest',
    viewer: people.get(reader.member?.userId ?? '') ?? guestAt(reader, songId),
    lastSeq: Number(song.project.lastSeq),
    stems: stems.map(
      ({ id, name, role, position, createdAt, file }): StemView => ({
        id,
        name,
        role: stemRoles.find((known) => known === role) ?? 'other',
        position,
        createdAt,
        file: fileView(file),
      }),
    ),
    versions: versions.map((version): VersionView => {
      const approvals = version.approvals.map((approval) => approvalView(approval, version));
      return {
        id: version.id,
        songId,
        kind: version.kind,
        number: version.number,
        name: version.name,
        label: versionLabel(version),
        notes: version.notes,
        parentId: facts.visibleVersionIds.has(version.parentId ?? '') ? version.parentId : null,
        createdBy: people.get(version.createdById ?? '') ?? null,
        createdAt: version.createdAt,
        rendered: version.renderId !== null,
        recipe: version.recipe !== null && allows(grants, 'render.view-recipe') ? migrateRecipe(version.recipe) : null,
        file: fileView(version.file),
        openComments: facts.openComments.get(version.id) ?? 0,
        approvals: approvals.filter(({ valid }) => valid),
      };
    }),
    renders: renders.map((render) => renderView(render, people)),
    approvals: versions
      .flatMap((version) => version.approvals.map((approval) => approvalView(approval, version)))
      .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime()),
    deliveries: deliveries.filter(({ versionId }) => mayDownload(versionId)).map((one) => deliveryView(one, people)),
    requests: requests.map((request) => requestView(request, people, reader)),
    uploads,
  };
}

const listStems = (db: Db, songId: string) =>
  db.stem.findMany({
    where: { songId, removedAt: null },
    include: { file: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });

const listVersions = (db: Db, ids: string[]) =>
  db.version.findMany({
    where: { id: { in: ids } },
    include: { file: true, approvals: { include: approvalInclude, orderBy: { createdAt: 'asc' } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
