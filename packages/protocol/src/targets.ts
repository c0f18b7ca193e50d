/**
 * Loudness targets: what services, standards and media ask of a master, as data with its source and the month it was read,
 * because these change. A target is what a render aims at; `playback` is what a service makes of a master afterwards.
 */
export interface LoudnessTarget {
  id: string;
  name: string;
  kind: 'service' | 'standard' | 'medium';
  /** What the master should measure, integrated. */
  targetLufs: number;
  ceilingDbtp: number;
  /** One sentence for whoever chooses. */
  note: string;
  /** How the service plays what it was given; null where nothing is turned up or down. */
  playback: Playback | null;
  source: { title: string; url: string | null };
  /** Year and month. */
  readOn: string;
}

export interface Playback {
  /** Settings a listener can choose, the default first. */
  levels: readonly { name: string; lufs: number }[];
  /** Quiet masters are turned up too: never, as far as their peak stays under `peakDbtp`, or with a limiter of the service. */
  turnsUp: 'never' | 'to-peak';
  peakDbtp: number;
  /** An album played as one keeps the distances between its songs: all are moved by what its loudest song or its whole needs. */
  album: 'as-one' | 'by-loudest' | 'each-song';
}

export const loudnessTargets = [
  {
    id: 'spotify',
    name: 'Spotify',
    kind: 'service',
    targetLufs: -14,
    ceilingDbtp: -1,
    note: 'Louder masters are turned down, quieter ones up as far as their peak allows. Louder than −14: keep the peak under −2 dBTP.',
    playback: {
      levels: [
        { name: 'Normal', lufs: -14 },
        { name: 'Loud', lufs: -11 },
        { name: 'Quiet', lufs: -19 },
      ],
      turnsUp: 'to-peak',
      peakDbtp: -1,
      album: 'as-one',
    },
    source: {
      title: 'Spotify, Loudness normalization',
      url: 'https://support.spotify.com/us/artists/article/loudness-normalization',
    },
    readOn: '2026-11',
  },
  {
    id: 'apple',
    name: 'Apple Music',
    kind: 'service',
    targetLufs: -16,
    ceilingDbtp: -1,
    note: 'The level of Sound Check, which is on by default on new devices.',
    playback: {
      levels: [{ name: 'Sound Check', lufs: -16 }],
      turnsUp: 'to-peak',
      peakDbtp: -1,
      album: 'as-one',
    },
    source: { title: 'Apple Digital Masters', url: 'https://www.apple.com/apple-music/apple-digital-masters/' },
    readOn: '2026-11',
  },
  {
    id: 'youtube',
    name: 'YouTube',
    kind: 'service',
    targetLufs: -14,
    ceilingDbtp: -1,
    note: 'Louder masters are turned down; quieter ones stay as they are.',
    playback: { levels: [{ name: 'Normal', lufs: -14 }], turnsUp: 'never', peakDbtp: 0, album: 'each-song' },
    source: { title: 'Measured: “content loudness” in the player’s statistics', url: null },
    readOn: '2026-11',
  },
  {
    id: 'tidal',
    name: 'Tidal',
    kind: 'service',
    targetLufs: -14,
    ceilingDbtp: -1,
    note: 'Albums are always played as one, by their loudest song; nothing is turned up.',
    playback: { levels: [{ name: 'Normal', lufs: -14 }], turnsUp: 'never', peakDbtp: 0, album: 'by-loudest' },
    source: {
      title: 'E. Grimm, Analyzing Loudness Aspects of 4.2 million Music Albums, AES Convention 147 (2019)',
      url: null,
    },
    readOn: '2026-11',
  },
  {
    id: 'amazon',
    name: 'Amazon Music',
    kind: 'service',
    targetLufs: -14,
    ceilingDbtp: -2,
    note: 'Louder masters are turned down; Amazon asks for a peak of −2 dBTP, for its encoders.',
    playback: { levels: [{ name: 'Normal', lufs: -14 }], turnsUp: 'never', peakDbtp: 0, album: 'each-song' },
    source: { title: 'Amazon Music for Artists, loudness and mastering', url: null },
    readOn: '2026-11',
  },
  {
    id: 'aes-track',
    name: 'AES track',
    kind: 'standard',
    targetLufs: -16,
    ceilingDbtp: -1,
    note: 'One song by itself, as recommended for all streaming.',
    playback: { levels: [{ name: 'Track', lufs: -16 }], turnsUp: 'to-peak', peakDbtp: -1, album: 'each-song' },
    source: { title: 'AES TD1008.1.21-9', url: 'https://www.aes.org/technical/documentDownloads.cfm?docID=731' },
    readOn: '2026-11',
  },
  {
    id: 'aes-album',
    name: 'AES loudest of an album',
    kind: 'standard',
    targetLufs: -14,
    ceilingDbtp: -1,
    note: 'The loudest song of an album; the others keep their distance to it.',
    playback: { levels: [{ name: 'Album', lufs: -14 }], turnsUp: 'to-peak', peakDbtp: -1, album: 'by-loudest' },
    source: { title: 'AES TD1008.1.21-9', url: 'https://www.aes.org/technical/documentDownloads.cfm?docID=731' },
    readOn: '2026-11',
  },
  {
    id: 'cd',
    name: 'CD',
    kind: 'medium',
    targetLufs: -11,
    ceilingDbtp: -0.3,
    note: 'Nothing is normalised and nothing encoded; as loud as records of the last decades usually are.',
    playback: null,
    source: { title: 'Practice; the format is IEC 60908', url: null },
    readOn: '2026-11',
  },
  {
    id: 'loud',
    name: 'Loud',
    kind: 'medium',
    targetLufs: -9,
    ceilingDbtp: -1,
    note: 'As loud as much pop and rock is released; services turn it down by about 5 dB.',
    playback: null,
    source: { title: 'Practice', url: null },
    readOn: '2026-11',
  },
  {
    id: 'club',
    name: 'Club',
    kind: 'medium',
    targetLufs: -8,
    ceilingDbtp: -0.5,
    note: 'For play beside other club records, without normalisation.',
    playback: null,
    source: { title: 'Practice', url: null },
    readOn: '2026-11',
  },
  {
    id: 'vinyl',
    name: 'Vinyl pre-master',
    kind: 'medium',
    targetLufs: -16,
    ceilingDbtp: -3,
    note: 'For the cutting engineer: peaks left alone, the low end in the middle, no limiting for level. The level of the cut is set at the lathe.',
    playback: null,
    source: { title: 'Practice of cutting rooms', url: null },
    readOn: '2026-11',
  },
  {
    id: 'ebu-r128',
    name: 'Broadcast (EBU)',
    kind: 'standard',
    targetLufs: -23,
    ceilingDbtp: -1,
    note: 'Programme loudness in Europe; ±0.2 LU are allowed in production.',
    playback: null,
    source: { title: 'EBU R 128 (2023)', url: 'https://tech.ebu.ch/publications/r128' },
    readOn: '2026-11',
  },
  {
    id: 'atsc-a85',
    name: 'Broadcast (ATSC)',
    kind: 'standard',
    targetLufs: -24,
    ceilingDbtp: -2,
    note: 'Programme loudness in the United States.',
    playback: null,
    source: {
      title: 'ATSC A/85:2013',
      url: 'https://www.atsc.org/atsc-documents/a85-techniques-establishing-maintaining-audio-loudness-digital-television/',
    },
    readOn: '2026-11',
  },
] as const satisfies readonly LoudnessTarget[];

export type LoudnessTargetId = (typeof loudnessTargets)[number]['id'];

/** The target of that id, or null. */
export const findTarget = (id: string): LoudnessTarget | null => loudnessTargets.find((one) => one.id === id) ?? null;

/** The first target with these numbers, or null when they are one's own. */
export const targetOf = (recipe: { targetLufs: number; ceilingDbtp: number }): LoudnessTarget | null =>
  loudnessTargets.find(
    ({ targetLufs, ceilingDbtp }) => targetLufs === recipe.targetLufs && ceilingDbtp === recipe.ceilingDbtp,
  ) ?? null;

/**
 * What a service adds to a master of that loudness and peak when it plays it alone, in dB; 0 where nothing is normalised.
 * `level` is one of the target's playback levels, the default one unless given.
 */
export const playbackGainDb = (
  { playback }: LoudnessTarget,
  master: { integratedLufs: number; truePeakDbtp: number },
  level?: string,
): number => {
  const chosen = playback?.levels.find(({ name }) => name === level) ?? playback?.levels[0];
  if (!playback || !chosen) return 0;
  const wanted = chosen.lufs - master.integratedLufs;
  if (wanted <= 0) return wanted;
  return playback.turnsUp === 'never' ? 0 : Math.max(0, Math.min(wanted, playback.peakDbtp - master.truePeakDbtp));
};
