import { guessStemRole } from '@sweetspot/dsp';

/** What a stem's role is guessed from. */
export type RoleClues = { name: string; spectralCentroidHz: number | null };

const guess = ({ name, spectralCentroidHz }: RoleClues): string => guessStemRole(name, spectralCentroidHz).role;

/**
 * The role of a stem of which more or other things are known now. A role that was only guessed is guessed again; one that
 * differs from the guess was chosen by somebody, and stays.
 */
export const roleAfter = (role: string, before: RoleClues, after: RoleClues): string =>
  role === guess(before) ? guess(after) : role;
