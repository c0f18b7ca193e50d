import { type Stage, stages } from '@sweetspot/protocol';
import { describe, expect, it } from 'vitest';
import {
  approvalsVoidedBy,
  isApproved,
  missingAfter,
  type StageFacts,
  stageMove,
  stageMoves,
  stageSteps,
  type VersionFact,
} from './stage-rules.ts';

const yes = { id: 'yes', by: 'Ada', decision: 'approved' } as const;
const no = { id: 'no', by: 'Cleo', decision: 'rejected' } as const;
const mix = (over: Partial<VersionFact> = {}): VersionFact => ({
  id: 'mix-1',
  kind: 'mix',
  label: 'Mix 1',
  approvals: [],
  delivered: false,
  ...over,
});
const master = (over: Partial<VersionFact> = {}) => mix({ id: 'master-1', kind: 'master', label: 'Master 1', ...over });
const facts = (over: Partial<StageFacts> = {}): StageFacts => ({
  stage: 'tracking',
  readyStems: 0,
  readyRoughs: 0,
  versions: [],
  ...over,
});
const may = { forward: true, back: true };
/** Enough for every step. */
const complete = [mix({ approvals: [yes] }), master({ approvals: [{ ...yes, id: 'yes-2' }], delivered: true })];

describe('an approved version', () => {
  it('has a yes and no no', () => {
    expect(isApproved(mix())).toBe(false);
    expect(isApproved(mix({ approvals: [yes] }))).toBe(true);
    expect(isApproved(mix({ approvals: [yes, no] }))).toBe(false);
    expect(isApproved(mix({ approvals: [no] }))).toBe(false);
  });
});

describe('what is missing', () => {
  it.each<[string, Stage, Partial<StageFacts>, string[]]>([
    ['nothing uploaded', 'tracking', {}, ['Upload stems, or a mix.']],
    ['a stem', 'tracking', { readyStems: 1 }, []],
    ['a rough mix', 'tracking', { readyRoughs: 1 }, []],
    ['a mix made elsewhere', 'tracking', { versions: [mix()] }, []],
    ['only a master', 'tracking', { versions: [master()] }, ['Upload stems, or a mix.']],
    ['no mix', 'mixing', { readyStems: 9 }, ['Render or upload a mix.']],
    ['a mix', 'mixing', { versions: [mix()] }, ['Mix 1 waits for approval.']],
    ['a mix turned down', 'mixing', { versions: [mix({ approvals: [no] })] }, ['Cleo turned Mix 1 down.']],
    ['people at odds', 'mixing', { versions: [mix({ approvals: [yes, no] })] }, ['Cleo turned Mix 1 down.']],
    ['an approved mix', 'mixing', { versions: [mix({ approvals: [yes] })] }, []],
    [
      'an approved mix and a newer one',
      'mixing',
      { versions: [mix({ approvals: [yes] }), mix({ id: 'mix-2', label: 'Mix 2' })] },
      [],
    ],
    ['an approved master instead', 'mixing', { versions: [master({ approvals: [yes] })] }, ['Render or upload a mix.']],
    ['no master', 'mastering', { versions: [mix({ approvals: [yes] })] }, ['Render or upload a master.']],
    ['a master', 'mastering', { versions: [master()] }, ['Master 1 waits for approval.']],
    ['a master turned down', 'mastering', { versions: [master({ approvals: [no] })] }, ['Cleo turned Master 1 down.']],
    [
      'an approved master',
      'mastering',
      { versions: [master({ approvals: [yes] })] },
      ['Make the delivery of Master 1.'],
    ],
    [
      'a delivery of another master',
      'mastering',
      { versions: [master({ delivered: true }), master({ id: 'm2', label: 'Master 2', approvals: [yes] })] },
      ['Make the delivery of Master 2.'],
    ],
    ['a delivered master', 'mastering', { versions: complete }, []],
    ['the end', 'delivered', {}, []],
  ])('%s, in %s', (_, stage, over, expected) => {
    expect(missingAfter(stage, facts({ stage, ...over }))).toEqual(expected);
  });
});

describe('moving', () => {
  it('goes from every stage to every other, and to no stage from itself', () => {
    for (const stage of stages) {
      const moves = stageMoves(facts({ stage, readyStems: 1, versions: complete }), may);
      expect(moves.map(({ to }) => to)).toEqual(stages.filter((to) => to !== stage));
      for (const { to, direction, allowed } of moves) {
        expect(direction).toBe(stages.indexOf(to) > stages.indexOf(stage) ? 'forward' : 'back');
        expect(allowed).toBe(true);
      }
      expect(() => stageMove(stage, facts({ stage }), may)).toThrow('another stage');
    }
  });

  it('goes forward over several stages only with what each of them needs', () => {
    expect(stageMove('delivered', facts(), may)).toEqual({
      to: 'delivered',
      direction: 'forward',
      allowed: false,
      reasons: ['Upload stems, or a mix.', 'Render or upload a mix.', 'Render or upload a master.'],
      invalidates: [],
    });
    expect(stageMove('mastering', facts({ versions: [mix({ approvals: [yes] })] }), may).allowed).toBe(true);
  });

  it('always goes back for who may, and says what that makes void', () => {
    const delivered = facts({ stage: 'delivered', versions: complete });
    expect(stageMove('mastering', delivered, may).invalidates).toEqual([
      'The approval of Master 1 by Ada.',
      'The delivery of Master 1: its files stay, but count as not approved.',
    ]);
    expect(stageMove('mixing', delivered, may).invalidates).toEqual([
      'The approval of Mix 1 by Ada.',
      'The approval of Master 1 by Ada.',
      'The delivery of Master 1: its files stay, but count as not approved.',
    ]);
    expect(stageMove('tracking', delivered, may).invalidates).toHaveLength(3);
    expect(stageMove('tracking', facts({ stage: 'mixing', versions: [mix({ approvals: [no] })] }), may)).toMatchObject({
      allowed: true,
      invalidates: ['The rejection of Mix 1 by Cleo.'],
    });
    expect(stageMove('tracking', facts({ stage: 'mixing', versions: [mix()] }), may).invalidates).toEqual([]);
  });

  it('makes void exactly what was decided at the stage or later', () => {
    const delivered = facts({ stage: 'delivered', versions: complete });
    const voided = (to: Stage) => approvalsVoidedBy(to, delivered).map(({ id }) => id);
    expect(voided('delivered')).toEqual([]);
    expect(voided('mastering')).toEqual(['yes-2']);
    expect(voided('mixing')).toEqual(['yes', 'yes-2']);
    expect(voided('tracking')).toEqual(['yes', 'yes-2']);
    expect(approvalsVoidedBy('mastering', facts({ stage: 'mixing', versions: complete }))).toEqual([]);
  });

  it('is for who may', () => {
    const nobody = { forward: false, back: false };
    for (const move of stageMoves(facts({ stage: 'mixing', versions: complete }), nobody)) {
      expect(move.allowed).toBe(false);
      expect(move.reasons).toHaveLength(1);
    }
  });
});

it('draws the stage bar', () => {
  const steps = stageSteps(facts({ stage: 'mixing', versions: [mix()] }));
  expect(steps).toEqual([
    { stage: 'tracking', state: 'done', missing: [] },
    { stage: 'mixing', state: 'now', missing: ['Mix 1 waits for approval.'] },
    { stage: 'mastering', state: 'next', missing: ['Render or upload a master.'] },
    { stage: 'delivered', state: 'next', missing: [] },
  ]);
});
