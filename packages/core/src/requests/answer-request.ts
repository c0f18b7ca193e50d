import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadRequestFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { textSchema } from '../input/text.ts';
import { notify } from '../notifications/notify.ts';
import { changeProject } from '../transaction.ts';
import { type RequestStep, requestStepAction, stateAfter } from './request-rules.ts';

const messageSchema = textSchema('The message', 10_000);
export const acceptRequestInput = z.object({ requestId: idSchema });
export const declineRequestInput = z.object({ requestId: idSchema, body: messageSchema.optional() });
export const askRequestInput = z.object({ requestId: idSchema, body: messageSchema });
export const replyRequestInput = askRequestInput;
export const withdrawRequestInput = acceptRequestInput;

type Step = { requestId: string; body?: string };

/** An engineer takes the work on. */
export const acceptRequest = (ctx: Context, input: z.infer<typeof acceptRequestInput>): Promise<void> =>
  takeStep(ctx, 'accept', input);

/** An engineer says no, with a reason if they like. */
export const declineRequest = (ctx: Context, input: z.infer<typeof declineRequestInput>): Promise<void> =>
  takeStep(ctx, 'decline', input);

/** An engineer has a question. */
export const askRequest = (ctx: Context, input: z.infer<typeof askRequestInput>): Promise<void> =>
  takeStep(ctx, 'ask', input);

/** The artist answers the question; the request is before the engineer again. */
export const replyRequest = (ctx: Context, input: z.infer<typeof replyRequestInput>): Promise<void> =>
  takeStep(ctx, 'reply', input);

/** Who sent the request takes it back. */
export const withdrawRequest = (ctx: Context, input: z.infer<typeof withdrawRequestInput>): Promise<void> =>
  takeStep(ctx, 'withdraw', input);

const verbs: Record<RequestStep, string> = {
  accept: 'accepted the request',
  decline: 'declined the request',
  ask: 'has a question about the request',
  reply: 'replied to the question about the request',
  withdraw: 'withdrew the request',
};

/** Throws `conflict` when the request is not in a state for this step, also when somebody else was faster. */
async function takeStep(ctx: Context, step: RequestStep, { requestId, body }: Step): Promise<void> {
  const action = requestStepAction(step);
  const { access } = await loadRequestFor(ctx, requestId, action);
  const { projectId, author } = access;
  if (author.userId === null) throw new Error('only members see requests');
  const authorId = author.userId;

  await changeProject(ctx, projectId, async (tx) => {
    const { db } = tx;
    const { record: request } = await loadRequestFor(tx, requestId, action);
    const state = stateAfter(request.state, step);
    if (state === null) {
      if (step === 'accept' && request.state === 'accepted' && request.engineerId === authorId) return;
      throw new AppError('conflict', `This cannot be done any more: the request is ${request.state}.`);
    }
    await db.request.update({
      where: { id: requestId },
      data: { state, ...(step === 'accept' ? { engineerId: authorId } : {}) },
    });
    if (body !== undefined) await db.requestMessage.create({ data: { requestId, authorId, body } });
    await appendEvent(db, {
      projectId,
      type: 'request.updated',
      payload: { songId: request.songId, requestId },
      actor: eventActor(author),
    });
    const engineers = await db.member.findMany({ where: { projectId, role: 'engineer' }, select: { userId: true } });
    await notify(db, {
      projectId,
      songId: request.songId,
      type: 'request.updated',
      text: `${author.name} ${verbs[step]} for ${request.song.title}.`,
      target: { requestId },
      to: [request.createdById, ...engineers.map(({ userId }) => userId)],
      exceptUserId: author.userId,
    });
  });
}
