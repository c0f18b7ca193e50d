import { idSchema } from '@sweetspot/protocol';
import type { RequestView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadProjectFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import { listReaders } from '../access/reader.ts';
import type { Context } from '../context.ts';
import { listPeople } from '../people/list-people.ts';
import { peopleOfRequests, requestInclude, requestView } from './request-view.ts';

export const listRequestsInput = z.object({ projectId: idSchema.optional() });

/** The newest two hundred requests of a project, or of all projects of the actor. */
export async function listRequests(
  ctx: Context,
  { projectId }: z.infer<typeof listRequestsInput>,
): Promise<RequestView[]> {
  if (projectId !== undefined) await loadProjectFor(ctx, projectId, 'request.view');
  const readers = (await listReaders(ctx, projectId)).filter(({ memberGrants }) =>
    allows(memberGrants, 'request.view'),
  );
  const requests = await ctx.db.request.findMany({
    where: { projectId: { in: readers.map((reader) => reader.projectId) }, song: { deletedAt: null } },
    include: requestInclude,
    orderBy: { createdAt: 'desc' },
    take: 200,
  });
  const people = await listPeople(ctx.db, peopleOfRequests(requests));
  const readerOf = new Map(readers.map((reader) => [reader.projectId, reader]));
  return requests.map((request) => requestView(request, people, readerOf.get(request.projectId)!));
}
