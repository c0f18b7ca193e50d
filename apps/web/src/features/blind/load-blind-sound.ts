import type { PlayerVersion } from '@sweetspot/player/player-version';
import { blindSoundSchema } from '@sweetspot/protocol/blind-tests';

export const blindMediaBase = (blindTestId: string): string => `/media/blind/${blindTestId}`;

/** A sound under its letter, as the player takes it, and what brings it to the loudness of the others. */
export type LetteredSound = { version: PlayerVersion; gainDb: number };

/** Fetches how a letter is played. Throws a sentence for the listener when it cannot be any more. */
export async function loadBlindSound(blindTestId: string, alias: string, signal: AbortSignal): Promise<LetteredSound> {
  const response = await fetch(`${blindMediaBase(blindTestId)}/files/${alias}/layout`, {
    signal,
    credentials: 'same-origin',
  });
  if (!response.ok) throw new Error('This can no longer be heard: the test has ended, or your access has.');
  const { gainDb, ...layout } = blindSoundSchema.parse(await response.json());
  // Without its loudness: the gain is all that the player needs, and the number would name the version.
  return { version: { ...layout, id: alias, fileId: alias, integratedLufs: null, truePeakDbtp: null }, gainDb };
}
