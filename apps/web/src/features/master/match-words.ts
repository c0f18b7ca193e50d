import type { Match } from '@sweetspot/protocol/recipes';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** "“Tidemark” and “Buoy”": the records of a match. */
export const namesOf = ({ references }: Match): string => list.format(references.map(({ name }) => `“${name}”`));

/** "70 %": how far it went in tone, which stands for the whole. */
export const intensityOf = ({ intensity }: Match): string => `${Math.round(intensity.tone * 100)} %`;
