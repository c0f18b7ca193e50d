import type { Role } from '@sweetspot/protocol/roles';

const words: Record<Role, { name: string; explanation: string }> = {
  artist: { name: 'Artist', explanation: 'Sends stems and mixes, comments, approves, asks for work.' },
  engineer: { name: 'Engineer', explanation: 'Mixes and masters, answers requests, renders and delivers.' },
  client: { name: 'Client', explanation: 'Listens, comments and approves.' },
};

/** All roles, to choose from; from here and not from protocol, whose schemas would come along. */
export const roleChoices = Object.keys(words) as Role[];

/** A role as people read it. */
export const roleName = (role: Role | 'guest'): string => (role === 'guest' ? 'Guest' : words[role].name);

/** What somebody in this role does, in one sentence. */
export const roleExplanation = (role: Role): string => words[role].explanation;
