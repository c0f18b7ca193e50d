import { z } from 'zod';
import type { VersionKind } from './songs.ts';
import type { PersonView, SegmentsView } from './views.ts';

/** What versions are called while nobody may know which they are. */
export const blindLetters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type BlindLetter = (typeof blindLetters)[number];

export const trialCounts = { least: 8, usual: 16, most: 32 } as const;
export const votedVersions = { least: 2, most: 6 } as const;

export const blindTestStateSchema = z.enum(['running', 'finished', 'stopped', 'version_removed']);
export type BlindTestState = z.infer<typeof blindTestStateSchema>;
export const voteMethodSchema = z.enum(['pick', 'rank']);
export type VoteMethod = z.infer<typeof voteMethodSchema>;

/** What a sound is asked for under: `a` … `f`, or `x3` for the X of the third trial. */
export const blindAliasPattern = /^(?:[a-f]|x(?:[1-9]|[12][0-9]|3[0-2]))$/;

/** How a sound of a blind test is played. Says nothing of which version it is; never part of a view. */
export const blindSoundSchema = z.object({
  sampleRate: z.number().int().positive(),
  /** Of all sounds of the test the same time, so that none is known by its end. */
  frames: z.number().int().positive(),
  channels: z.number().int().positive(),
  segments: z.object({
    codec: z.enum(['flac', 'wav']),
    exponent: z.number().int(),
    framesPerSegment: z.number().int().positive(),
    count: z.number().int().nonnegative(),
  }) satisfies z.ZodType<SegmentsView>,
  /** Brings it to the loudness that all sounds of the test have. */
  gainDb: z.number(),
});
export type BlindSound = z.infer<typeof blindSoundSchema>;

/** A version in a result, also one that was removed since. */
export type RevealedVersion = { id: string; kind: VersionKind; number: number; label: string; removed: boolean };

export type AbxResult = {
  a: RevealedVersion;
  b: RevealedVersion;
  trials: { xIsA: boolean; saidA: boolean }[];
  correct: number;
  pValue: number | null;
  hitRate: { low: number; high: number } | null;
  sentence: string;
};

export type VoteResult = {
  /** Most votes first. `meanRank` counts from 1; null where nothing was ranked. */
  versions: { version: RevealedVersion; votes: number; meanRank: number | null }[];
  /** `heard`: what A, B, C … were for this person, so that their note can be read. */
  ballots: { by: PersonView; choice: RevealedVersion[]; heard: RevealedVersion[]; note: string }[];
  /** Asked, but did not vote. */
  silent: PersonView[];
  pValue: number | null;
  sentence: string;
};

/** An ABX test, seen by the one person whose it is. */
export type AbxView = {
  kind: 'abx';
  id: string;
  songId: string;
  state: BlindTestState;
  trialCount: number;
  answered: number;
  createdAt: Date;
  endedAt: Date | null;
  /** null while it runs, then also the versions are not told */
  result: AbxResult | null;
};

/** A blind vote, as the team, its starter and those who were asked see it. */
export type VoteView = {
  kind: 'vote';
  id: string;
  songId: string;
  state: BlindTestState;
  question: string;
  method: VoteMethod;
  startedBy: PersonView;
  letterCount: number;
  askedCount: number;
  votedCount: number;
  /** what is expected of the reader */
  mine: 'not-asked' | 'waited-for' | 'voted';
  mayClose: boolean;
  createdAt: Date;
  endedAt: Date | null;
  /** null while it runs, for everybody */
  result: VoteResult | null;
};

export type BlindTestView = AbxView | VoteView;

/** Somebody who can hear all versions of a vote, and so can be asked. */
export type BlindCandidate = { person: PersonView; team: boolean };
