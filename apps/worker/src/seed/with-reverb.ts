import type { Strip } from '@sweetspot/protocol/recipes';

/** The strip's sends with that much of it in the room. */
export const withReverb = ({ sends }: Strip, levelDb: number): Strip['sends'] => [
  ...sends.filter(({ to }) => to !== 'reverb'),
  { to: 'reverb', levelDb, position: 'post' },
];
