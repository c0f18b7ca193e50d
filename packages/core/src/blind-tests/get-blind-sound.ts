import type { AudioFile } from '@sweetspot/prisma';
import { blindAliasPattern, notFound } from '@sweetspot/protocol';
import { loadBlindTestFor, loadVersionFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { blindTag, isXA, lettersOf, sidesOf } from './blind-order.ts';
import { findOwnVoter } from './blind-test-view.ts';

export type BlindSoundFile = {
  projectId: string;
  /** what the alias stands for; never to be told */
  file: AudioFile;
  /** all of the test, for what they have to have in common */
  files: AudioFile[];
  /** names something of this sound for a browser's cache, without telling what it is of */
  tag: (part: string) => string;
};

/**
 * The file behind a letter, for who takes part in the test and may hear that version. An X can be heard once it is its turn.
 * After the end, when nothing is secret any more, the letters still sound: somebody may be in the middle of one.
 */
export async function getBlindSound(
  ctx: Context,
  { blindTestId, alias }: { blindTestId: string; alias: string },
): Promise<BlindSoundFile> {
  const { record: test, access } = await loadBlindTestFor(ctx, blindTestId, 'blind-test.take');
  const voter = findOwnVoter(access.reader, test.voters);
  const versionId = blindAliasPattern.test(alias) ? versionBehind(test, voter, alias) : null;
  if (versionId === null) throw notFound('This sound');
  await loadVersionFor(ctx, versionId, 'version.listen');
  const versions = await ctx.db.version.findMany({
    where: { id: { in: test.versionIds } },
    include: { file: true },
  });
  const files = versions.map(({ file }) => file);
  return {
    projectId: access.projectId,
    file: versions.find(({ id }) => id === versionId)!.file,
    files,
    tag: (part) => blindTag(test.seed, voter?.id ?? '', alias, part),
  };
}

function versionBehind(
  test: { kind: 'abx' | 'vote'; seed: string; versionIds: string[]; trialCount: number | null; trials: unknown[] },
  voter: { id: string } | undefined,
  alias: string,
): string | null {
  if (test.kind === 'vote') {
    if (voter === undefined) return null;
    return lettersOf(test, voter)[alias.charCodeAt(0) - 97] ?? null;
  }
  const [a, b] = sidesOf(test);
  if (alias === 'a') return a!;
  if (alias === 'b') return b!;
  const trial = Number(alias.slice(1));
  if (!alias.startsWith('x') || trial > Math.min(test.trialCount!, test.trials.length + 1)) return null;
  return (isXA(test, trial) ? a : b)!;
}
