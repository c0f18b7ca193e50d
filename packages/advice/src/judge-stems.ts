import { guessStemRole, type StemRole } from '@sweetspot/dsp';
import { type Analysis, type Finding, type IntakeMeasures, materials, type StemFinding } from '@sweetspot/protocol';
import { guessMaterial } from './guess-material.ts';
import { judgeFile } from './judge-file.ts';
import { bySeverity } from './severity.ts';
import { thresholds as limit } from './thresholds.ts';
import { count, level, list } from './words.ts';

export type IntakeStem = { name: string; sha256: string; role?: StemRole; analysis: Analysis };

type SetRule = (stems: readonly IntakeStem[], measures: IntakeMeasures | null) => (StemFinding | null)[];

/**
 * What an engineer would say of a folder of stems before mixing them, worst first: each stem by itself, the stems as one
 * session (rate, length, doubles), and, where they were measured together, polarity, alignment and the rough mix.
 */
export function judgeStems(stems: readonly IntakeStem[], measures: IntakeMeasures | null = null): StemFinding[] {
  const alone = stems.flatMap(({ analysis, name }, index) =>
    judgeFile(analysis, { name, material: 'stems' }).findings.map((finding) => ({ ...finding, stems: [index] })),
  );
  const together = setRules.flatMap((rule) => rule(stems, measures).filter((finding) => finding !== null));
  return [...together, ...gather(alone, stems)].sort(bySeverity);
}

/** The same finding on many stems is one line, not thirty; where each has its own places or numbers they stay apart. */
function gather(findings: readonly StemFinding[], stems: readonly IntakeStem[]): StemFinding[] {
  const groups = Map.groupBy(findings, ({ code, message }) => `${code} ${message}`);
  return [...groups.values()].map((group) => {
    const [first] = group as [StemFinding];
    const indexes = group.flatMap((one) => one.stems);
    const sentence = first.message.charAt(0).toLowerCase() + first.message.slice(1);
    return {
      ...first,
      message: `${namesOf(stems, indexes)}: ${sentence}`,
      atSeconds: group.length === 1 ? first.atSeconds : [],
      stems: indexes,
    };
  });
}

const finding = (code: string, severity: Finding['severity'], message: string, stems: number[] = []): StemFinding => ({
  code,
  severity,
  message,
  atSeconds: [],
  stems,
});

const indexesWhere = (stems: readonly IntakeStem[], matches: (stem: IntakeStem, index: number) => boolean): number[] =>
  stems.flatMap((stem, index) => (matches(stem, index) ? [index] : []));

const namesOf = (stems: readonly IntakeStem[], indexes: readonly number[]): string =>
  list(indexes.map((index) => `“${stems[index]!.name}”`));

const mostCommon = <T>(values: readonly T[]): T | undefined =>
  [...Map.groupBy(values, (value) => value)].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];

const sameRate: SetRule = (stems) => {
  const rates = stems.map(({ analysis }) => analysis.format.sampleRate);
  const common = mostCommon(rates);
  const odd = indexesWhere(stems, (_, index) => rates[index] !== common);
  if (odd.length === 0 || common === undefined) return [];
  const others = [...new Set(odd.map((index) => rates[index]! / 1000))].join(' and ');
  const verb = odd.length === 1 ? 'is' : 'are';
  const message = `${namesOf(stems, odd)} ${verb} at ${others} kHz, the rest at ${common / 1000}: they are converted for the mix.`;
  return [finding('different_rates', 'warning', message, odd)];
};

const sameDepth: SetRule = (stems) => {
  const depths = stems.map(({ analysis }) => analysis.format.bitDepth);
  const deepest = Math.max(...depths.map((depth) => depth ?? 0));
  const shallow = indexesWhere(stems, (_, index) => depths[index] === 16 && deepest > 16);
  if (shallow.length === 0) return [];
  const message = `${namesOf(stems, shallow)} ${shallow.length === 1 ? 'has' : 'have'} 16 bits, the rest ${deepest}.`;
  return [finding('different_depths', 'info', message, shallow)];
};

/** Stems of one export are equally long; those that are not were perhaps cut at their first note. */
const sameLength: SetRule = (stems) => {
  const seconds = stems.map(({ analysis: { format } }) => format.frames / format.sampleRate);
  const longest = Math.max(0, ...seconds);
  const common = mostCommon(seconds.map((value) => Math.round(value * 10) / 10)) ?? longest;
  const odd = indexesWhere(stems, (_, index) => Math.abs(seconds[index]! - common) > limit.stemLength.limit);
  if (odd.length === 0) return [];
  const shift = Math.max(...odd.map((index) => Math.abs(seconds[index]! - common)));
  const starts = odd.filter((index) => {
    const { integrity } = stems[index]!.analysis;
    return seconds[index]! < common && integrity.leadingSilenceSeconds < 0.05;
  });
  const doubt =
    starts.length > 0
      ? ` Check that ${starts.length === 1 ? 'it begins' : 'they begin'} at bar 1 and not at the first note.`
      : '';
  const message = `${namesOf(stems, odd)} differ${odd.length === 1 ? 's' : ''} from the common length by up to ${level(shift)} s.${doubt}`;
  return [finding('different_lengths', starts.length > 0 ? 'warning' : 'info', message, odd)];
};

const doubles: SetRule = (stems) => {
  const groups = Map.groupBy(stems.keys(), (index) => stems[index]!.sha256);
  return [...groups.values()]
    .filter((indexes) => indexes.length > 1)
    .map((indexes) => finding('duplicate', 'warning', `${namesOf(stems, indexes)} are the same file.`, indexes));
};

const unnamed: SetRule = (stems) => {
  const unknown = indexesWhere(
    stems,
    ({ name, role, analysis }) =>
      role === undefined && guessStemRole(name, analysis.activity.spectralCentroidHz).from === 'nothing',
  );
  if (unknown.length === 0) return [];
  const message = `${namesOf(stems, unknown)}: the name does not say what it is. Name files by what plays (“Kick”, “Lead vocal”).`;
  return [finding('unclear_name', 'info', message, unknown)];
};

const mixAmongStems: SetRule = (stems) => {
  if (stems.length < 2) return [];
  const wholes = indexesWhere(stems, ({ analysis, name, role }) => {
    if (role !== undefined && role !== 'other') return false;
    return guessMaterial(analysis, { name }).material !== materials[0] && guessStemRole(name).from === 'nothing';
  });
  if (wholes.length !== 1) return [];
  return [
    finding(
      'mix_among_stems',
      'warning',
      `${namesOf(stems, wholes)} sounds like a whole mix. If it is the rough, bring it as the rough.`,
      wholes,
    ),
  ];
};

const polarity: SetRule = (stems, measures) =>
  (measures?.pairs ?? [])
    .filter(({ correlation }) => correlation <= limit.polarity.limit)
    .map(({ first, second, correlation }) =>
      finding(
        'polarity',
        'warning',
        `${namesOf(stems, [first, second])} work against each other (correlation ${level(correlation, 2)}): turn the polarity of one over.`,
        [first, second],
      ),
    );

const distance: SetRule = (stems, measures) =>
  (measures?.pairs ?? [])
    .filter(
      ({ correlation, lagSamples }) =>
        correlation >= -limit.polarity.limit && Math.abs(lagSamples) / measures!.sampleRate > limit.alignment.limit,
    )
    .map(({ first, second, lagSamples }) => {
      const [early, late] = lagSamples > 0 ? [first, second] : [second, first];
      const milliseconds = level((1000 * Math.abs(lagSamples)) / measures!.sampleRate);
      const message = `${namesOf(stems, [late])} is ${milliseconds} ms behind ${namesOf(stems, [early])}, which has the same sound.`;
      return finding('late_double', 'info', message, [late, early]);
    });

const againstRough: SetRule = (stems, measures) => {
  const rough = measures?.rough;
  if (!measures || !rough) return [];
  const moved = indexesWhere(stems, (_, index) => {
    const offset = measures.offsetSamples[index];
    return offset != null && Math.abs(offset - rough.offsetSamples) / measures.sampleRate > limit.alignment.limit;
  });
  const shifted = moved.map((index) => {
    const offset = measures.offsetSamples[index]! - rough.offsetSamples;
    const seconds = level(Math.abs(offset) / measures.sampleRate, 3);
    return finding(
      'misaligned',
      'problem',
      `${namesOf(stems, [index])} lies ${seconds} s ${offset > 0 ? 'later' : 'earlier'} than in the rough.`,
      [index],
    );
  });
  const absent = indexesWhere(
    stems,
    ({ analysis }, index) => rough.stemGainsDb[index] === null && analysis.activity.activeLufs !== null,
  );
  const missing =
    absent.length === 0 || absent.length === stems.length
      ? []
      : [finding('not_in_rough', 'info', `${namesOf(stems, absent)} cannot be found in the rough.`, absent)];
  return [...shifted, ...missing, nullResult(rough)];
};

function nullResult({ residualDb, balancedResidualDb, gainDb }: NonNullable<IntakeMeasures['rough']>): StemFinding {
  if (residualDb === null || residualDb <= limit.stemNull.limit) {
    const deep = residualDb === null ? 'nothing is left' : `${level(-residualDb, 0)} dB down`;
    const turned =
      Math.abs(gainDb) < 0.05 ? '' : `, turned ${gainDb > 0 ? 'up' : 'down'} by ${level(Math.abs(gainDb))} dB`;
    return finding('sums_to_rough', 'info', `The stems are the rough: their plain sum${turned} cancels it (${deep}).`);
  }
  const best = Math.min(residualDb, balancedResidualDb ?? residualDb);
  if (best <= limit.stemNullNear.limit) {
    const how = best < residualDb - 3 ? 'with other levels' : 'but for what the mix bus does';
    return finding('near_rough', 'info', `The stems make the rough ${how}: ${level(-best, 0)} dB of it cancel.`);
  }
  return finding(
    'differs_from_rough',
    'warning',
    `The stems do not add up to the rough (only ${level(Math.max(0, -best), 0)} dB cancel): something is missing, or it was processed after the stems.`,
  );
}

const total: SetRule = (stems) =>
  stems.length === 0 ? [finding('no_stems', 'problem', `There is nothing to mix: ${count(0, 'stem')}.`)] : [];

const setRules: readonly SetRule[] = [
  total,
  againstRough,
  polarity,
  distance,
  sameRate,
  sameLength,
  doubles,
  mixAmongStems,
  unnamed,
  sameDepth,
];
