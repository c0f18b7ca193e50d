/** What a service or medium asks for. Data, with where and when it was read: these change. */
export type MasterTarget = {
  id: string;
  name: string;
  targetLufs: number;
  ceilingDbtp: number;
  note: string;
  source: string;
  readOn: string;
};

export const masterTargets: readonly MasterTarget[] = [
  {
    id: 'streaming',
    name: 'Streaming',
    targetLufs: -14,
    ceilingDbtp: -1,
    note: 'What Spotify, YouTube, Tidal and Amazon play at; nothing is turned up or down there.',
    source: 'Spotify for Artists, Loudness normalization',
    readOn: '2026-11',
  },
  {
    id: 'apple',
    name: 'Apple Music',
    targetLufs: -16,
    ceilingDbtp: -1,
    note: 'The level of Sound Check.',
    source: 'Apple Digital Masters guide',
    readOn: '2026-11',
  },
  {
    id: 'aes-album',
    name: 'Loudest of an album',
    targetLufs: -14,
    ceilingDbtp: -1,
    note: 'The loudest track of an album; the others keep their distance to it.',
    source: 'AES TD1008',
    readOn: '2026-11',
  },
  {
    id: 'loud',
    name: 'Loud',
    targetLufs: -9,
    ceilingDbtp: -1,
    note: 'As loud as much pop and rock is released; services turn it down by about 5 dB.',
    source: 'practice',
    readOn: '2026-11',
  },
  {
    id: 'club',
    name: 'Club',
    targetLufs: -8,
    ceilingDbtp: -0.5,
    note: 'For play beside other club records, without normalisation.',
    source: 'practice',
    readOn: '2026-11',
  },
  {
    id: 'broadcast',
    name: 'Broadcast (EBU)',
    targetLufs: -23,
    ceilingDbtp: -1,
    note: 'Programme loudness in Europe.',
    source: 'EBU R 128',
    readOn: '2026-11',
  },
];

/** The target a recipe aims at, or null when its numbers are its own. */
export const targetOf = (recipe: { targetLufs: number; ceilingDbtp: number }): MasterTarget | null =>
  masterTargets.find(
    ({ targetLufs, ceilingDbtp }) => targetLufs === recipe.targetLufs && ceilingDbtp === recipe.ceilingDbtp,
  ) ?? null;
