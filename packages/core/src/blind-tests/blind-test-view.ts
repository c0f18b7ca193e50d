import type { BlindTest, BlindTrial, BlindVoter, Version } from '@sweetspot/prisma';
import { type BlindTestView, type RevealedVersion, versionLabel } from '@sweetspot/protocol';
import type { PersonView } from '@sweetspot/protocol/views';
import { isAuthor } from '../access/load.ts';
import { allows, type Grant } from '../access/policy.ts';
import type { Reader } from '../access/reader.ts';
import type { Db } from '../context.ts';
import { guestSelect, userSelect, writerView } from '../people/person-view.ts';
import { lettersOf, sidesOf } from './blind-order.ts';
import { abxVerdict, voteVerdict } from './verdict.ts';

export type BlindTestRow = BlindTest & { voters: BlindVoter[]; trials: BlindTrial[] };

/** What results are shown with; of running tests nothing is looked up. */
type Revealing = {
  version(id: string): RevealedVersion;
  person(who: { userId: string | null; guestId: string | null }): PersonView;
};

/** The voter that the reader is; undefined for who was not asked. */
export const findOwnVoter = <T extends { userId: string | null; guestId: string | null }>(
  reader: Reader,
  voters: readonly T[],
): T | undefined =>
  voters.find(({ userId, guestId }) => isAuthor(reader, { authorUserId: userId, authorGuestId: guestId }));

/**
 * Blind tests as the reader sees them. While one runs, no version, no vote and nobody's progress is in it, whoever the
 * reader is.
 */
export async function blindTestViews(db: Db, tests: readonly BlindTestRow[], reader: Reader): Promise<BlindTestView[]> {
  const revealing = await lookUp(db, tests);
  return tests.map((test) => (test.kind === 'abx' ? abxView(test, revealing) : voteView(test, reader, revealing)));
}

async function lookUp(db: Db, tests: readonly BlindTestRow[]): Promise<Revealing> {
  const ended = tests.filter(({ state }) => state !== 'running');
  const people = tests.flatMap((test) => [
    { userId: test.startedByUserId, guestId: test.startedByGuestId },
    ...(test.state === 'running' ? [] : test.voters),
  ]);
  const ids = (all: readonly (string | null)[]) => [...new Set(all)].filter((id) => id !== null);
  const [versions, users, guests] = await Promise.all([
    db.version.findMany({ where: { id: { in: ids(ended.flatMap(({ versionIds }) => versionIds)) } } }),
    db.user.findMany({ where: { id: { in: ids(people.map(({ userId }) => userId)) } }, select: userSelect }),
    db.guest.findMany({ where: { id: { in: ids(people.map(({ guestId }) => guestId)) } }, select: guestSelect }),
  ]);
  const versionOf = new Map(versions.map((version) => [version.id, revealed(version)]));
  const userOf = new Map(users.map((user) => [user.id, user]));
  const guestOf = new Map(guests.map((guest) => [guest.id, guest]));
  return {
    version: (id) => versionOf.get(id)!,
    person: ({ userId, guestId }) => writerView(userOf.get(userId ?? '') ?? null, guestOf.get(guestId ?? '') ?? null),
  };
}

const revealed = (version: Version): RevealedVersion => ({
  id: version.id,
  kind: version.kind,
  number: version.number,
  label: versionLabel(version),
  removed: version.removedAt !== null,
});

function abxView(test: BlindTestRow, { version }: Revealing): BlindTestView {
  const { id, songId, state, createdAt, endedAt, trials } = test;
  const trialCount = test.trialCount!;
  const view = { kind: 'abx', id, songId, state, trialCount, answered: trials.length, createdAt, endedAt } as const;
  if (state === 'running') return { ...view, result: null };
  const [a, b] = sidesOf(test).map(version);
  const correct = trials.filter(({ xIsA, saidA }) => xIsA === saidA).length;
  const told = trials.map(({ xIsA, saidA }) => ({ xIsA, saidA }));
  const verdict = abxVerdict(correct, trials.length, trialCount);
  return { ...view, result: { a: a!, b: b!, trials: told, correct, ...verdict } };
}

function voteView(test: BlindTestRow, reader: Reader, revealing: Revealing): BlindTestView {
  const { id, songId, state, question, createdAt, endedAt, voters } = test;
  const author = { authorUserId: test.startedByUserId, authorGuestId: test.startedByGuestId };
  const grants: Grant[] = [...reader.memberGrants, ...(isAuthor(reader, author) ? (['author'] as const) : [])];
  const own = findOwnVoter(reader, voters);
  return {
    kind: 'vote',
    id,
    songId,
    state,
    question,
    method: test.method!,
    startedBy: revealing.person({ userId: test.startedByUserId, guestId: test.startedByGuestId }),
    letterCount: test.versionIds.length,
    askedCount: voters.length,
    votedCount: voters.filter(({ votedAt }) => votedAt !== null).length,
    mine: own === undefined ? 'not-asked' : own.votedAt === null ? 'waited-for' : 'voted',
    mayClose: state === 'running' && allows(grants, 'vote.close'),
    createdAt,
    endedAt,
    result: state === 'running' ? null : voteResult(test, revealing),
  };
}

function voteResult(test: BlindTestRow, { version, person }: Revealing) {
  const ballots = test.voters.filter(({ votedAt }) => votedAt !== null);
  const versions = test.versionIds
    .map((id) => {
      const ranks = ballots.map(({ choice }) => choice.indexOf(id) + 1);
      const meanRank =
        test.method === 'rank' && ranks.length > 0 ? ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length : null;
      return { version: version(id), votes: ranks.filter((rank) => rank === 1).length, meanRank };
    })
    .sort((a, b) => b.votes - a.votes || (a.meanRank ?? 0) - (b.meanRank ?? 0));
  return {
    versions,
    ballots: ballots.map((voter) => ({
      by: person(voter),
      choice: voter.choice.map(version),
      heard: lettersOf(test, voter).map(version),
      note: voter.note,
    })),
    silent: test.voters.filter(({ votedAt }) => votedAt === null).map(person),
    ...voteVerdict(versions.map(({ version: { label }, votes }) => ({ label, votes }))),
  };
}
