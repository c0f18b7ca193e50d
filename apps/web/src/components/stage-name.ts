import type { Stage } from '@sweetspot/protocol/songs';

const names: Record<Stage, string> = {
  tracking: 'Tracking',
  mixing: 'Mixing',
  mastering: 'Mastering',
  delivered: 'Delivered',
};

/** A stage as people read it. */
export const stageName = (stage: Stage): string => names[stage];
