import type { RequestState } from '@sweetspot/protocol';
import type { Action } from '../access/policy.ts';

/** What can be done to a request: three steps of the engineer, two of the artist. */
export type RequestStep = 'accept' | 'decline' | 'ask' | 'reply' | 'withdraw';

const table: Record<RequestState, Partial<Record<RequestStep, RequestState>>> = {
  open: { accept: 'accepted', decline: 'declined', ask: 'asked', withdraw: 'withdrawn' },
  // Several questions may follow one another; the reply puts the request back before the engineer.
  asked: { accept: 'accepted', decline: 'declined', ask: 'asked', reply: 'open', withdraw: 'withdrawn' },
  accepted: {},
  declined: {},
  withdrawn: {},
};

/** The steps that a state allows, and where each leads. */
export const nextStates = (state: RequestState): { step: RequestStep; to: RequestState }[] =>
  Object.entries(table[state]).map(([step, to]) => ({ step: step as RequestStep, to }));

/** Where a step leads; null when it cannot be taken in this state. */
export const stateAfter = (state: RequestState, step: RequestStep): RequestState | null => table[state][step] ?? null;

const stepActions = {
  accept: 'request.answer',
  decline: 'request.answer',
  ask: 'request.answer',
  reply: 'request.reply',
  withdraw: 'request.withdraw',
} as const satisfies Record<RequestStep, Action>;

/** What a step takes of the person. */
export const requestStepAction = (step: RequestStep): Action => stepActions[step];
