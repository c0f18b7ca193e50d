import { AppError, idSchema, serviceSchema } from '@sweetspot/protocol';
import type { RequestView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { lineSchema, textSchema } from '../input/text.ts';
import { notify } from '../notifications/notify.ts';
import { listPeople } from '../people/list-people.ts';
import { changeProject } from '../transaction.ts';
import { peopleOfRequests, requestInclude, requestView } from './request-view.ts';

export const addRequestInput = z.object({
  songId: idSchema,
  service: serviceSchema,
  brief: textSchema('The brief', 10_000),
  /** Links or names of records to aim at. */
  references: z.array(lineSchema('A reference', 500)).max(20, 'Twenty references are enough.').default([]),
  /** `2026-12-24`; null for no date. */
  dueOn: z.iso.date('The date has the form 2026-12-24.').nullable().default(null),
  includedRounds: z
    .number()
    .int('Rounds are whole.')
    .min(0, 'There cannot be fewer than no rounds.')
    .max(20, 'More than twenty rounds cannot be included.'),
});

/** Asks the engineers of the project for a service. */
export async function addRequest(ctx: Context, input: z.infer<typeof addRequestInput>): Promise<RequestView> {
  const { songId, dueOn, ...data } = input;
  const { record: song, access } = await loadSongFor(ctx, songId, 'request.add');
  const { projectId, author, reader } = access;
  if (author.userId === null) throw new Error('only members send requests');
  const createdById = author.userId;
  // A day ends last in the zone UTC−12.
  const today = new Date(ctx.clock.now().getTime() - 12 * 3_600_000).toISOString().slice(0, 10);
  if (dueOn !== null && dueOn < today) throw new AppError('bad_input', 'The due date is over already.');

  return changeProject(ctx, projectId, async ({ db }) => {
    const open = await db.request.count({ where: { songId, state: { in: ['open', 'asked'] } } });
    if (open >= 10) throw new AppError('too_many', 'This song has ten open requests. Withdraw some first.');
    const request = await db.request.create({
      data: { ...data, projectId, songId, createdById, dueOn: dueOn === null ? null : new Date(dueOn) },
      include: requestInclude,
    });
    await appendEvent(db, {
      projectId,
      type: 'request.added',
      payload: { songId, requestId: request.id },
      actor: eventActor(author),
    });
    const engineers = await db.member.findMany({ where: { projectId, role: 'engineer' }, select: { userId: true } });
    await notify(db, {
      projectId,
      songId,
      type: 'request.added',
      text: `${author.name} sent a request for ${song.title}.`,
      target: { requestId: request.id },
      to: engineers.map(({ userId }) => userId),
      exceptUserId: author.userId,
    });
    return requestView(request, await listPeople(db, peopleOfRequests([request])), reader);
  });
}
