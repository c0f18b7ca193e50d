type Stored = Record<string, unknown>;

/** From each version to the next; the place is the version it takes. */
const steps: Record<number, (stored: Stored) => Stored> = { 1: fromOne };

/**
 * A stored analysis of any version in today's shape, for the schema to check. What it did not measure is null or empty;
 * its `analysisVersion` stays what it was (1 when it says none), so that one can tell what wants to be measured again.
 */
export function upgradeAnalysis(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null) return stored;
  const { analysisVersion = 1 } = stored as Stored;
  let upgraded: Stored = { ...stored, analysisVersion };
  for (let version = Number(analysisVersion); steps[version]; version += 1) upgraded = steps[version]!(upgraded);
  return upgraded;
}

/** Version 1 measured loudness, integrity and activity only. */
function fromOne({ loudness, curve, stereo, integrity, ...rest }: Stored): Stored {
  return {
    ...rest,
    loudness: { ...(loudness as Stored), minPsrDb: null, rmsDbfs: null, crestDb: null },
    curve: { ...(curve as Stored), momentaryLufs: [], truePeakDbtp: [], psrDb: [], correlation: [] },
    stereo: { ...(stereo as Stored), correlationMin: null, bands: [], monoLossLu: null },
    integrity: { ...(integrity as Stored), noiseFloorDbfs: null, hum: null },
    spectrum: { thirdOctaveDb: [], cutoffHz: null },
    music: { tempo: null, key: null },
  };
}
