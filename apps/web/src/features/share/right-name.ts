import type { ShareRight } from '@sweetspot/protocol/roles';

const words: Record<ShareRight, { name: string; explanation: string }> = {
  listen: { name: 'Listen', explanation: 'Play every version in full quality.' },
  comment: { name: 'Comment', explanation: 'Write notes at the second.' },
  approve: { name: 'Approve', explanation: 'Say yes or no to a version.' },
  download: { name: 'Download', explanation: 'Save the original files and deliveries.' },
};

/** A right of a link as people read it. */
export const rightName = (right: ShareRight): string => words[right].name;

/** What a right allows, in one sentence. */
export const rightExplanation = (right: ShareRight): string => words[right].explanation;
