import type { Readiness, Service, StemFinding } from '@sweetspot/protocol';
import { count, list } from './words.ts';

export type SongMaterial = {
  stems: { names: readonly string[]; findings: readonly StemFinding[] };
  /** Newest last; what each was found to be. */
  mixes: readonly { label: string; readiness: Readiness }[];
  masters: readonly { label: string; readiness: Readiness }[];
};

export type Recommendation = { service: Service | null; reasons: string[] };

/** Up to so many stems that are groups already (drums, music, vocals) can be mastered as they are. */
const mostGroups = 8;
const groupName =
  /^(all )?(drums?|beats?|bass|low end|music|instruments?|instrumental|band|guitars|keys|synths|vocals?|vox|lead vocals?|backing vocals|bvs|fx|effects|strings|brass|percussion)( (bus|group|stem|print|sum|all|mix))*$/i;

/**
 * What the song needs next and why, from everything that was brought: mixing, mixing and mastering, mastering, or stem
 * mastering; null when it is finished or nothing is there to judge.
 */
export function recommendService({ stems, mixes, masters }: SongMaterial): Recommendation {
  const master = masters.at(-1);
  if (master) return fromMaster(master);
  const mix = mixes.at(-1);
  if (mix) return fromMix(mix, stems);
  return fromStems(stems);
}

function fromMaster({ label, readiness }: SongMaterial['masters'][number]): Recommendation {
  const problems = readiness.findings.filter(({ severity }) => severity === 'problem');
  if (problems.length === 0) return { service: null, reasons: [`${label} is there.`] };
  return { service: 'master', reasons: [`${label} has a problem.`, ...problems.map(({ message }) => message)] };
}

function fromMix({ label, readiness }: SongMaterial['mixes'][number], stems: SongMaterial['stems']): Recommendation {
  const { stage, recommendation, reasons } = readiness;
  if (stage === 'master') {
    return {
      service: null,
      reasons: [
        `${label} sounds mastered already.`,
        ...reasons,
        'If it should become louder or different, bring the mix before its limiter.',
      ],
    };
  }
  if (recommendation === 'master') return { service: 'master', reasons: [`${label} is a mix that can be mastered.`] };
  const hurt = reasons.slice(0, -1);
  if (stems.names.length > 0) {
    return {
      service: 'mix_and_master',
      reasons: [
        `${label} should be mixed again before it is mastered:`,
        ...hurt,
        `${count(stems.names.length, 'stem')} to mix from ${stems.names.length === 1 ? 'is' : 'are'} here.`,
      ],
    };
  }
  return {
    service: 'mix_and_master',
    reasons: [
      `${label} should be opened again before it is mastered:`,
      ...hurt,
      'Bring its stems, or a print without what hurts it.',
    ],
  };
}

function fromStems({ names, findings }: SongMaterial['stems']): Recommendation {
  if (names.length === 0) return { service: null, reasons: [] };
  const problems = findings.filter(({ severity }) => severity === 'problem').map(({ message }) => message);
  const groups = names.filter((name) => groupName.test(plainName(name)));
  if (names.length >= 2 && names.length <= mostGroups && groups.length === names.length) {
    return {
      service: 'stem_master',
      reasons: [
        `${count(names.length, 'stem')} that are groups already (${list(groups.map(plainName))}): they can be mastered together without a new mix.`,
        ...problems,
      ],
    };
  }
  return {
    service: 'mix_and_master',
    reasons: [`${count(names.length, 'stem')}, and nobody mixed them yet: it was recorded, not mixed.`, ...problems],
  };
}

/** The name without ending, number and song: "03_Drums Bus.wav" → "Drums Bus". */
const plainName = (name: string): string =>
  name
    .replace(/\.[a-z0-9]{2,4}$/i, '')
    .replace(/^\d+[\s._-]+/, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
