export type MatchInput = { id: string; integratedLufs: number | null; truePeakDbtp: number | null };

export type MatchOptions = {
  /** Matched versions are brought to this loudness when none of them would pass the ceiling there. */
  preferredLufs?: number;
  /** No matched version's true peak may leave above this. */
  ceilingDbtp?: number;
};

export type GainMatch = {
  /** Loudness all matched versions play at; null when none can be matched. */
  targetLufs: number | null;
  /** Gain per version in dB; 0 for those whose loudness is not known. */
  gainDb: Record<string, number>;
};

/**
 * One loudness for all, as loud as it can be without raising any version above the ceiling: the quietest version's
 * own loudness, or `preferredLufs` when it is quieter than that, lowered to what the version with the least headroom
 * can reach. So versions differ in everything but level, and a quiet one is not boosted into clipping.
 */
export function matchGains(versions: readonly MatchInput[], options: MatchOptions = {}): GainMatch {
  const { preferredLufs = -14, ceilingDbtp = -1 } = options;
  const gainDb: Record<string, number> = {};
  let quietest = Number.POSITIVE_INFINITY;
  let reachable = Number.POSITIVE_INFINITY;
  for (const { integratedLufs, truePeakDbtp } of versions) {
    if (integratedLufs === null) continue;
    quietest = Math.min(quietest, integratedLufs);
    if (truePeakDbtp !== null) reachable = Math.min(reachable, integratedLufs + ceilingDbtp - truePeakDbtp);
  }
  const target = Math.min(Math.max(quietest, preferredLufs), reachable);
  for (const { id, integratedLufs } of versions) gainDb[id] = integratedLufs === null ? 0 : target - integratedLufs;
  return { targetLufs: Number.isFinite(target) ? target : null, gainDb };
}

/** Factor of a gain in dB. */
export const factorOf = (gainDb: number): number => 10 ** (gainDb / 20);
