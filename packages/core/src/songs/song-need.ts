import type { SongSummary } from '@sweetspot/protocol/views';
import { isApproved, type StageFacts, type VersionFact } from '../stages/stage-rules.ts';

export type NeedFacts = StageFacts & {
  /** Files that could not be read, of stems and versions that were not removed or dismissed. */
  failedFiles: number;
  /** Files that are being read. */
  processingFiles: number;
  /** What the running renders and deliveries are called. */
  running: readonly string[];
  /** Open or reopened notes on each version, by its id. */
  openComments: ReadonlyMap<string, number>;
};

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);
const notes = (count: number): string => (count === 1 ? '1 open note' : `${count} open notes`);

/** One sentence: what the song waits for. What is wrong comes first, then what runs, then what a person has to do. */
export function songNeed(facts: NeedFacts): SongSummary['need'] {
  const { stage, failedFiles, processingFiles, running } = facts;
  if (failedFiles > 0) return { tone: 'bad', text: `${files(failedFiles)} could not be read.` };
  if (processingFiles > 0) return { tone: 'neutral', text: `Reading ${files(processingFiles)}.` };
  if (running.length > 0) return { tone: 'neutral', text: `Making ${running[0]}.` };
  switch (stage) {
    case 'tracking':
      return facts.readyStems + facts.readyRoughs + facts.versions.length === 0
        ? { tone: 'neutral', text: 'Waits for stems or a mix.' }
        : { tone: 'ok', text: 'Ready to be mixed.' };
    case 'mixing':
      return needOf('mix', facts, () => ({ tone: 'ok', text: 'Ready to be mastered.' }));
    case 'mastering':
      return needOf('master', facts, ({ label, delivered }) =>
        delivered
          ? { tone: 'ok', text: 'Ready to be handed over.' }
          : { tone: 'warn', text: `${label} is approved: make its delivery.` },
      );
    case 'delivered':
      return { tone: 'ok', text: 'Delivered.' };
  }
}

/** Where the newest mix or master stands. */
function needOf(
  kind: 'mix' | 'master',
  { versions, openComments }: NeedFacts,
  whenApproved: (version: VersionFact) => SongSummary['need'],
): SongSummary['need'] {
  const candidates = versions.filter((version) => version.kind === kind);
  const approved = candidates.findLast(isApproved);
  if (approved !== undefined) return whenApproved(approved);
  const newest = candidates.at(-1);
  if (newest === undefined) return { tone: 'warn', text: `Waits for a ${kind}.` };
  const rejection = newest.approvals.find(({ decision }) => decision === 'rejected');
  if (rejection !== undefined) return { tone: 'bad', text: `${rejection.by} turned ${newest.label} down.` };
  const open = openComments.get(newest.id) ?? 0;
  if (open > 0) return { tone: 'warn', text: `${notes(open)} on ${newest.label}.` };
  return { tone: 'warn', text: `${newest.label} waits for approval.` };
}
