import { type Stage, stages } from '@sweetspot/protocol';
import type { StageMove, StageStep } from '@sweetspot/protocol/views';

/**
 * The way of a song: tracking → mixing → mastering → delivered. What is needed to go on from each stage, who may move a
 * song, and what going back makes void. Everything about stages is decided here, from facts alone.
 */

/** A yes or no to exactly the file that the version has, not withdrawn. */
export type ApprovalFact = { id: string; by: string; decision: 'approved' | 'rejected' };

/** A mix or master that can be heard. */
export type VersionFact = {
  id: string;
  kind: 'mix' | 'master';
  label: string;
  /** Valid ones only, in any order. */
  approvals: readonly ApprovalFact[];
  /** The files made from exactly this file are ready. */
  delivered: boolean;
};

export type StageFacts = {
  stage: Stage;
  readyStems: number;
  /** Rough mixes that can be heard. */
  readyRoughs: number;
  /** In any order of making, newest last. */
  versions: readonly VersionFact[];
};

/** What the person may do with stages (`stage.forward`, `stage.back`). */
export type StagePermissions = { forward: boolean; back: boolean };

/** Approved by at least one person, and turned down by none. */
export const isApproved = ({ approvals }: VersionFact): boolean =>
  approvals.length > 0 && approvals.every(({ decision }) => decision === 'approved');

/** What is missing to go on from a stage, as sentences; empty when nothing is. */
export function missingAfter(stage: Stage, { readyStems, readyRoughs, versions }: StageFacts): string[] {
  const mixes = versions.filter(({ kind }) => kind === 'mix');
  const masters = versions.filter(({ kind }) => kind === 'master');
  switch (stage) {
    case 'tracking':
      return readyStems + readyRoughs + mixes.length > 0 ? [] : ['Upload stems, or a mix.'];
    case 'mixing':
      if (mixes.length === 0) return ['Render or upload a mix.'];
      return mixes.some(isApproved) ? [] : [whatStandsAgainst(mixes)];
    case 'mastering': {
      if (masters.length === 0) return ['Render or upload a master.'];
      const approved = masters.filter(isApproved);
      if (approved.length === 0) return [whatStandsAgainst(masters)];
      return approved.some(({ delivered }) => delivered) ? [] : [`Make the delivery of ${approved.at(-1)!.label}.`];
    }
    case 'delivered':
      return [];
  }
}

/** None of these is approved: says what the newest of them waits for. */
function whatStandsAgainst(versions: readonly VersionFact[]): string {
  const newest = versions.at(-1)!;
  const rejection = newest.approvals.find(({ decision }) => decision === 'rejected');
  return rejection ? `${rejection.by} turned ${newest.label} down.` : `${newest.label} waits for approval.`;
}

/** The approvals that going to a stage makes void: what was decided there or later will be decided again. */
export function approvalsVoidedBy(to: Stage, { stage, versions }: StageFacts): (ApprovalFact & { label: string })[] {
  if (order(to) >= order(stage)) return [];
  const voided = versions.filter(({ kind }) => order(kind === 'mix' ? 'mixing' : 'mastering') >= order(to));
  return voided.flatMap(({ approvals, label }) => approvals.map((approval) => ({ ...approval, label })));
}

/** Whether a song may go to a stage, and if not why; forward over several stages needs what each of them needs. */
export function stageMove(to: Stage, facts: StageFacts, may: StagePermissions): StageMove {
  const from = facts.stage;
  if (to === from) throw new Error('a move leads to another stage');
  if (order(to) > order(from)) {
    const reasons = may.forward
      ? stages.slice(order(from), order(to)).flatMap((stage) => missingAfter(stage, facts))
      : ['Artists and engineers move a song forward.'];
    return { to, direction: 'forward', allowed: reasons.length === 0, reasons, invalidates: [] };
  }
  const deliveries = facts.versions.filter(({ kind, delivered, approvals }) => {
    return delivered && approvals.length > 0 && order(kind === 'mix' ? 'mixing' : 'mastering') >= order(to);
  });
  return {
    to,
    direction: 'back',
    allowed: may.back,
    reasons: may.back ? [] : ['Artists and engineers move a song back.'],
    invalidates: [
      ...approvalsVoidedBy(to, facts).map(({ decision, label, by }) =>
        decision === 'approved' ? `The approval of ${label} by ${by}.` : `The rejection of ${label} by ${by}.`,
      ),
      ...deliveries.map(({ label }) => `The delivery of ${label}: its files stay, but count as not approved.`),
    ],
  };
}

/** Every stage that the song could be moved to. */
export const stageMoves = (facts: StageFacts, may: StagePermissions): StageMove[] =>
  stages.filter((to) => to !== facts.stage).map((to) => stageMove(to, facts, may));

/** The stage bar. */
export const stageSteps = (facts: StageFacts): StageStep[] =>
  stages.map((stage) => ({
    stage,
    state: order(stage) < order(facts.stage) ? 'done' : stage === facts.stage ? 'now' : 'next',
    missing: order(stage) < order(facts.stage) ? [] : missingAfter(stage, facts),
  }));

const order = (stage: Stage): number => stages.indexOf(stage);
