import { expect, it } from 'vitest';
import type { VersionFact } from '../stages/stage-rules.ts';
import { type NeedFacts, songNeed } from './song-need.ts';

const version = (over: Partial<VersionFact>): VersionFact => ({
  id: 'v',
  kind: 'mix',
  label: 'Mix 2',
  approvals: [],
  delivered: false,
  ...over,
});
const yes = { id: 'a', by: 'Ada', decision: 'approved' } as const;
const no = { id: 'b', by: 'Cleo', decision: 'rejected' } as const;
const master = { kind: 'master', label: 'Master 1' } as const;

it.each<[Partial<NeedFacts>, string, string]>([
  [{}, 'neutral', 'Waits for stems or a mix.'],
  [{ readyStems: 3 }, 'ok', 'Ready to be mixed.'],
  [{ readyStems: 3, failedFiles: 1, processingFiles: 2 }, 'bad', '1 file could not be read.'],
  [{ processingFiles: 2, running: ['Mix 3'] }, 'neutral', 'Reading 2 files.'],
  [{ running: ['Mix 3', 'Mix 4'] }, 'neutral', 'Making Mix 3.'],
  [{ stage: 'mixing' }, 'warn', 'Waits for a mix.'],
  [{ stage: 'mixing', versions: [version({})] }, 'warn', 'Mix 2 waits for approval.'],
  [{ stage: 'mixing', versions: [version({})], openComments: new Map([['v', 1]]) }, 'warn', '1 open note on Mix 2.'],
  [{ stage: 'mixing', versions: [version({})], openComments: new Map([['v', 4]]) }, 'warn', '4 open notes on Mix 2.'],
  [
    { stage: 'mixing', versions: [version({})], openComments: new Map([['x', 4]]) },
    'warn',
    'Mix 2 waits for approval.',
  ],
  [{ stage: 'mixing', versions: [version({ approvals: [yes, no] })] }, 'bad', 'Cleo turned Mix 2 down.'],
  [{ stage: 'mixing', versions: [version({ approvals: [yes] })] }, 'ok', 'Ready to be mastered.'],
  [{ stage: 'mastering', versions: [version({ approvals: [yes] })] }, 'warn', 'Waits for a master.'],
  [{ stage: 'mastering', versions: [version(master)] }, 'warn', 'Master 1 waits for approval.'],
  [
    { stage: 'mastering', versions: [version({ ...master, approvals: [yes] })] },
    'warn',
    'Master 1 is approved: make its delivery.',
  ],
  [
    { stage: 'mastering', versions: [version({ ...master, approvals: [yes], delivered: true })] },
    'ok',
    'Ready to be handed over.',
  ],
  [{ stage: 'delivered' }, 'ok', 'Delivered.'],
])('%j needs: %s, %s', (over, tone, text) => {
  const facts: NeedFacts = {
    stage: 'tracking',
    readyStems: 0,
    readyRoughs: 0,
    versions: [],
    failedFiles: 0,
    processingFiles: 0,
    running: [],
    openComments: new Map(),
    ...over,
  };
  expect(songNeed(facts)).toEqual({ tone, text });
});
