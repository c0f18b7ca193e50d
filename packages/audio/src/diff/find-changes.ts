import {
  type DiffBandName,
  diffBands,
  type SectionResiduals,
  type SectionSums,
  stepsPerSection,
} from './section-residuals.ts';

/** Below this nobody hears anything; 16-bit dither lies there too. */
const inaudibleDbfs = -90;
/** A residual this far below the music is covered by it. */
const maskedDb = -60;
/** How far above the usual residual of the two files a change must stand. */
const standsOutDb = 10;
/** When more than this is changed, and nothing is clean, the file was processed as a whole. */
const mostlyChanged = 0.6;
/** Changes with less between them are one. */
const joinedSeconds = 1;
/** A region that is explained so well by another gain was only turned up or down. */
const onlyGainDb = -40;
const smallestGainDb = 0.05;

export interface DiffChange {
  fromSeconds: number;
  toSeconds: number;
  /** RMS of what differs, dBFS. */
  residualDb: number | null;
  /** When the region was only turned up or down there: by how much, beside the gain of the whole file; else null. */
  gainDb: number | null;
  /** Where the residual stands highest against the music, most first. */
  bands: DiffBandName[];
}

export const decibels = (power: number): number | null => (power > 0 ? 10 * Math.log10(power) : null);
const level = (power: number): number => decibels(power) ?? Number.NEGATIVE_INFINITY;

/** Which parts differ, and whether the rest is clean; `fromSeconds` is where the sections begin on A's time line. */
export function findChanges(
  { sections, steps }: Pick<SectionResiduals, 'sections' | 'steps'>,
  {
    channels,
    sectionSeconds,
    fromSeconds,
    gain,
  }: { channels: number; sectionSeconds: number; fromSeconds: number; gain: number },
): { changes: DiffChange[]; isClean: boolean } {
  const levels = sections.map(({ residual, powerA, frames }) => ({
    residual: level(residual / frames / channels),
    relative: level(residual) - Math.max(level(powerA), level(frames * channels) - 100),
  }));
  const usual = {
    residual: percentile(levels.map((one) => one.residual)),
    relative: percentile(levels.map((one) => one.relative)),
  };
  const isClean = usual.residual <= inaudibleDbfs || usual.relative <= maskedDb;
  const leastDbfs = Math.max(inaudibleDbfs, usual.residual + standsOutDb);
  const leastRelative = Math.max(maskedDb, usual.relative + standsOutDb);
  const changed = levels.map(({ residual, relative }) => residual > leastDbfs && relative > leastRelative);
  if (!isClean && changed.filter(Boolean).length > mostlyChanged * changed.length) return { changes: [], isClean };
  const leastStep = 10 ** (leastDbfs / 10);
  const changes = joinRuns(changed, Math.round(joinedSeconds / sectionSeconds)).map(([first, last]) => {
    const edges = stepEdges(steps, first, last, leastStep);
    const stepSeconds = sectionSeconds / stepsPerSection;
    return {
      fromSeconds: fromSeconds + edges[0] * stepSeconds,
      toSeconds: fromSeconds + edges[1] * stepSeconds,
      ...describeRegion(sectionsWithin(sections, first, last, edges), channels, gain),
    };
  });
  return { changes, isClean };
}

/** The twentieth part from below: what the two files differ by where nothing happened. */
function percentile(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 20)] ?? Number.NEGATIVE_INFINITY;
}

function joinRuns(changed: readonly boolean[], gap: number): [first: number, last: number][] {
  const runs: [number, number][] = [];
  changed.forEach((differs, index) => {
    if (!differs) return;
    const open = runs.at(-1);
    if (open && index - open[1] - 1 <= gap) open[1] = index;
    else runs.push([index, index]);
  });
  return runs;
}

/** The steps, within the sections, between which the residual is loud. */
function stepEdges(steps: readonly number[], first: number, last: number, least: number): [number, number] {
  let from = first * stepsPerSection;
  let to = Math.min(steps.length, (last + 1) * stepsPerSection);
  while (from < to - 1 && steps[from]! < least) from += 1;
  while (to > from + 1 && steps[to - 1]! < least) to -= 1;
  return [from, to];
}

/** Those that lie inside the edges as a whole, when there are some: the others hold both, what changed and what did not. */
function sectionsWithin(
  sections: readonly SectionSums[],
  first: number,
  last: number,
  [from, to]: readonly [number, number],
): readonly SectionSums[] {
  const inside = sections.slice(Math.ceil(from / stepsPerSection), Math.floor(to / stepsPerSection));
  return inside.length > 0 ? inside : sections.slice(first, last + 1);
}

function describeRegion(
  sections: readonly SectionSums[],
  channels: number,
  gain: number,
): Omit<DiffChange, 'fromSeconds' | 'toSeconds'> {
  const sum = (pick: (section: SectionSums) => number) => sections.reduce((all, one) => all + pick(one), 0);
  const powerA = sum((one) => one.powerA);
  const powerB = sum((one) => one.powerB);
  const product = sum((one) => one.product);
  const unexplained = powerA > 0 && powerB > 0 ? 1 - product ** 2 / (powerA * powerB) : 1;
  const gainDb = powerA > 0 && product !== 0 ? 20 * Math.log10(Math.abs(product / powerA / gain)) : 0;
  const onlyGain = level(unexplained) < onlyGainDb && Math.abs(gainDb) >= smallestGainDb && product * gain > 0;
  const bands = diffBands
    .map(({ name }, band) => {
      const residual = sum((one) => one.residual * (one.residualShares[band] ?? 0));
      const music = sum((one) => one.powerA * (one.shares[band] ?? 0));
      return {
        name,
        share:
          residual /
          Math.max(
            1e-30,
            sum((one) => one.residual),
          ),
        relative: residual / Math.max(1e-12, music),
      };
    })
    .filter(({ share }) => share > 0.05)
    .sort((one, other) => other.relative - one.relative)
    .map(({ name }) => name);
  return {
    residualDb: decibels(sum((one) => one.residual) / sum((one) => one.frames) / channels),
    gainDb: onlyGain ? gainDb : null,
    bands: bands.slice(0, 3),
  };
}
