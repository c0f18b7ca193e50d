import type { VersionKind } from '@sweetspot/protocol/songs';

/** Neighbours in a stack must differ most; rough and references keep one colour each. */
const cycles: Record<VersionKind, readonly [string, ...string[]]> = {
  rough: ['v8'],
  reference: ['v4'],
  mix: ['v1', 'v2', 'v3', 'v5', 'v6', 'v7'],
  master: ['v5', 'v3', 'v6', 'v2', 'v7', 'v1'],
};

/** The one colour of a version, the same on chip, waveform, cursor and chart. As `var(--v1)`, for CSS. */
export function versionColor(version: { kind: VersionKind; number: number }): string {
  const cycle = cycles[version.kind];
  return `var(--${cycle[(version.number - 1) % cycle.length] ?? cycle[0]})`;
}
