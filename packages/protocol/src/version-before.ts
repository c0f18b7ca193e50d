import type { VersionKind } from './songs.ts';

type Followed = { kind: VersionKind; number: number; createdAt: Date };

/**
 * What a version came after: the one before it of its kind; for the first mix the latest rough of that time; null for the
 * first of all. `versions` are those that count, the version itself among them or not. Pure.
 */
export function versionBefore<V extends Followed>(version: Followed, versions: readonly V[]): V | null {
  const latest = (those: readonly V[]) => those.reduce<V | null>((a, b) => (a && a.number > b.number ? a : b), null);
  const ofKind = (kind: VersionKind) => versions.filter((one) => one.kind === kind);
  const before = latest(ofKind(version.kind).filter(({ number }) => number < version.number));
  if (before !== null || version.kind !== 'mix') return before;
  return latest(ofKind('rough').filter(({ createdAt }) => createdAt <= version.createdAt));
}
