/** What a stem plays in a song. */
export const stemRoles = [
  'kick',
  'snare',
  'clap',
  'toms',
  'hats',
  'cymbals',
  'percussion',
  'drums',
  'bass',
  'guitar',
  'keys',
  'strings',
  'brass',
  'synth',
  'pad',
  'leadVocal',
  'backingVocal',
  'fx',
  'other',
] as const;
export type StemRole = (typeof stemRoles)[number];

/** In order: the first rule that finds one of its words (or word pairs) in the name decides. */
const rules: [StemRole, string][] = [
  [
    'backingVocal',
    'bgvox bgv bgvs bgvocals bv bvs bvox backing backup background choir harmony harmonies harm adlib adlibs gang doubles dbl ' +
      'vox_double vocal_double vox_dbl vox_alt',
  ],
  ['leadVocal', 'vox vocal vocals voc vocs voice singer rap leadvox leadvocal ldvox'],
  ['kick', 'kick kik kck bd bassdrum bass_drum'],
  ['snare', 'snare snares snr sn rim rimshot sidestick'],
  ['clap', 'clap claps snap snaps fingersnap'],
  ['hats', 'hat hats hihat hihats hh hi_hat'],
  ['cymbals', 'cymbal cymbals crash ride china splash oh ohs overhead overheads'],
  ['toms', 'tom toms floortom'],
  ['percussion', 'perc percs percussion shaker shakers tamb tambourine conga congas bongo bongos cowbell triangle'],
  ['drums', 'drum drums drumkit kit beat beats break breaks breakbeat loop groove'],
  ['bass', 'bass sub subbass 808 bs bassline'],
  ['guitar', 'guitar guitars gtr gtrs gt egtr agtr acoustic strat tele banjo ukulele mandolin'],
  ['keys', 'piano pno keys key rhodes organ wurli wurlitzer ep clav clavinet harpsichord'],
  ['strings', 'string strings violin violins viola cello orchestra orch'],
  ['brass', 'brass sax saxophone horn horns trumpet trombone flute'],
  ['fx', 'fx sfx effect effects riser risers sweep impact noise scratch foley whoosh downlifter reverse glitches'],
  ['pad', 'pad pads texture textures atmo atmos ambience ambient drone'],
  [
    'synth',
    'synth synths lead pluck plucks arp arps arpeggio melody minilogue moog juno prophet sine saw square chord chords stab stabs poly seq',
  ],
  ['drums', 'fill fills'],
  ['fx', 'build builds buildup transition'],
];

const words = rules.map(([role, list]): [StemRole, Set<string>] => [role, new Set(list.split(' '))]);

/** A stem this dark plays the low end, whatever its name says nothing about. */
const bassBelowHz = 150;

export type RoleGuess = { role: StemRole; from: 'name' | 'sound' | 'nothing' };

/**
 * Guesses a stem's role from its file name and, when the name says little, from the centre of gravity of its spectrum.
 * `null` when that was not measured.
 */
export const guessStemRole = (name: string, spectralCentroidHz: number | null = null): RoleGuess => {
  const role = roleFromName(name);
  const dark = spectralCentroidHz !== null && spectralCentroidHz < bassBelowHz;
  if (dark && (role === undefined || role === 'synth')) return { role: 'bass', from: 'sound' };
  if (role !== undefined) return { role, from: 'name' };
  return { role: 'other', from: 'nothing' };
};

const roleFromName = (name: string): StemRole | undefined => {
  const tokens = name
    .replace(/\.[a-z0-9]{2,4}$/i, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    // "Gtr1" and "Vox 2" are a guitar and a voice; "808" stays.
    .map((token) => token.replace(/^([a-z]+)\d+$/, '$1'))
    .filter((token) => token !== '');
  const pairs = tokens.slice(1).map((token, index) => `${tokens[index]}_${token}`);
  return words.find(([, list]) => pairs.some((pair) => list.has(pair)) || tokens.some((token) => list.has(token)))?.[0];
};
