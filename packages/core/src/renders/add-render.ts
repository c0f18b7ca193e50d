import { randomUUID } from 'node:crypto';
import { engineVersion } from '@sweetspot/dsp';
import type { Recipe } from '@sweetspot/protocol/recipes';
import type { Author } from '../access/author.ts';
import type { TransactionContext } from '../transaction.ts';
import { fingerprint, type RenderInputs } from './fingerprint.ts';

export type RequestedRender = {
  renderId: string;
  jobId: string;
  /** The version that this very render made before; then nothing is rendered. */
  versionId: string | null;
};

/**
 * Asks for a render, or answers the one that was asked the same question before: when it is under way, or made a version
 * that still exists. Part of a transaction that holds the project.
 */
export async function addRender(
  tx: TransactionContext,
  render: {
    projectId: string;
    songId: string;
    kind: 'rough' | 'mix' | 'master';
    recipe: Recipe;
    inputs: RenderInputs;
    author: Author;
    name?: string;
  },
): Promise<RequestedRender> {
  const { projectId, songId, kind, recipe, inputs, author } = render;
  const print = fingerprint({ kind, recipe, inputs, engine: engineVersion });
  const known = await tx.db.render.findMany({
    where: { songId, fingerprint: print },
    include: { version: { include: { file: true } } },
    orderBy: { createdAt: 'desc' },
  });
  const jobs = await tx.db.job.findMany({
    where: { id: { in: known.map(({ jobId }) => jobId) }, state: { in: ['queued', 'running', 'succeeded'] } },
  });
  for (const before of known) {
    const job = jobs.find(({ id }) => id === before.jobId);
    if (!job) continue;
    if (job.state !== 'succeeded') return { renderId: before.id, jobId: job.id, versionId: null };
    const { version } = before;
    if (version && version.removedAt === null && version.file.state !== 'failed') {
      return { renderId: before.id, jobId: job.id, versionId: version.id };
    }
  }

  const renderId = randomUUID();
  const made = await tx.db.version.aggregate({ where: { songId, kind }, _max: { number: true } });
  const word = { rough: 'Rough', mix: 'Mix', master: 'Master' }[kind];
  const jobId = await tx.queue.enqueue(tx.db, {
    projectId,
    songId,
    kind: 'render',
    subjectId: renderId,
    label: render.name || `${word} ${(made._max.number ?? 0) + 1}`,
    createdById: author.userId,
  });
  await tx.db.render.create({
    data: {
      id: renderId,
      songId,
      kind,
      name: render.name ?? '',
      recipe,
      inputs,
      fingerprint: print,
      engine: engineVersion,
      jobId,
      requestedById: author.userId,
    },
  });
  return { renderId, jobId, versionId: null };
}
