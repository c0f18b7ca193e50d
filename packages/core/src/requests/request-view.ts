import type { Request, RequestMessage } from '@sweetspot/prisma';
import type { PersonView, RequestView } from '@sweetspot/protocol/views';
import { isAuthor } from '../access/load.ts';
import { allows, type Grant } from '../access/policy.ts';
import type { Reader } from '../access/reader.ts';
import { nextStates, requestStepAction } from './request-rules.ts';

export const requestInclude = {
  song: { select: { title: true } },
  messages: { orderBy: { createdAt: 'asc' } },
} as const;

type RequestRow = Request & { song: { title: string }; messages: RequestMessage[] };

/** Everybody named in some requests, to be looked up at once. */
export const peopleOfRequests = (requests: readonly RequestRow[]): (string | null)[] =>
  requests.flatMap(({ createdById, engineerId, messages }) => [
    createdById,
    engineerId,
    ...messages.map(({ authorId }) => authorId),
  ]);

/** A request as its reader sees it; permissions are the steps that they may take now: `accept`, `reply` … */
export function requestView(request: RequestRow, people: ReadonlyMap<string, PersonView>, reader: Reader): RequestView {
  const someone = (id: string): PersonView =>
    people.get(id) ?? { kind: 'user', id, name: 'Somebody', pictureUrl: null };
  const grants: Grant[] = [...reader.memberGrants];
  if (isAuthor(reader, { authorUserId: request.createdById })) grants.push('author');
  return {
    id: request.id,
    songId: request.songId,
    songTitle: request.song.title,
    service: request.service,
    brief: request.brief,
    references: request.references,
    dueOn: request.dueOn === null ? null : request.dueOn.toISOString().slice(0, 10),
    includedRounds: request.includedRounds,
    state: request.state,
    createdBy: someone(request.createdById),
    engineer: request.engineerId === null ? null : someone(request.engineerId),
    messages: request.messages.map(({ id, authorId, body, createdAt }) => ({
      id,
      author: someone(authorId),
      body,
      createdAt,
    })),
    permissions: nextStates(request.state)
      .map(({ step }) => step)
      .filter((step) => allows(grants, requestStepAction(step))),
    createdAt: request.createdAt,
  };
}
