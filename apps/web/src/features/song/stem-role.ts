import type { StemRole } from '@sweetspot/dsp';

const names: Record<StemRole, string> = {
  kick: 'Kick',
  snare: 'Snare',
  clap: 'Clap',
  toms: 'Toms',
  hats: 'Hats',
  cymbals: 'Cymbals',
  percussion: 'Percussion',
  drums: 'Drums',
  bass: 'Bass',
  guitar: 'Guitar',
  keys: 'Keys',
  strings: 'Strings',
  brass: 'Brass',
  synth: 'Synth',
  pad: 'Pad',
  leadVocal: 'Lead vocal',
  backingVocal: 'Backing vocal',
  fx: 'Effects',
  other: 'Other',
};

export const stemRoles = Object.keys(names) as StemRole[];

const isStemRole = (role: string): role is StemRole => Object.hasOwn(names, role);

/** A stem's role as people read it. */
export const stemRoleName = (role: string): string => (isStemRole(role) ? names[role] : role);
