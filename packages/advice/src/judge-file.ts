import type { Analysis, Finding, Material, Readiness } from '@sweetspot/protocol';
import { fileRules } from './file-rules.ts';
import { guessMaterial } from './guess-material.ts';
import { bySeverity } from './severity.ts';

/**
 * What one file is, what is wrong with it and what it needs next, from its measurements alone. `name` is the file's and
 * helps where the sound could be an element or a mix; `whole` says that it is a whole song; `material` is what somebody
 * says it is, which stands above the guess.
 */
export function judgeFile(
  analysis: Analysis,
  options: { name?: string; whole?: boolean; material?: Material } = {},
): Readiness {
  const guess = guessMaterial(analysis, options);
  const stage = options.material ?? guess.material;
  const findings = fileRules
    .flatMap(({ code, judge }): Finding[] => {
      const found = judge(analysis, stage);
      return found === null ? [] : [{ code, atSeconds: [], ...found }];
    })
    .concat(
      analysis.integrity.warnings.map(({ code, message }) => ({ code, severity: 'warning', message, atSeconds: [] })),
    )
    .sort(bySeverity);
  const reasons = options.material === undefined ? guess.reasons : [];
  return { stage, findings, ...recommend(stage, findings, reasons) };
}

/** What hurts a mix so that mastering cannot mend it. */
const beyondMastering = new Set(['clipped', 'bus_limited', 'bass_out_of_phase', 'dead_channel', 'mono_loss']);

function recommend(
  stage: Material,
  findings: readonly Finding[],
  reasons: readonly string[],
): Pick<Readiness, 'recommendation' | 'reasons'> {
  switch (stage) {
    case 'stems':
      return {
        recommendation: 'mix_and_master',
        reasons: [...reasons, 'One element of a song: it has to be mixed with the others first.'],
      };
    case 'mix': {
      const hurt = findings.filter(({ code, severity }) => severity !== 'info' && beyondMastering.has(code));
      if (hurt.length === 0)
        return { recommendation: 'master', reasons: [...reasons, 'Nothing in it keeps it from being mastered.'] };
      return {
        recommendation: 'mix_and_master',
        reasons: [
          ...reasons,
          ...hurt.map(({ message }) => message),
          'Mastering cannot mend that; the mix has to be opened again.',
        ],
      };
    }
    case 'master':
      return {
        recommendation: null,
        reasons: [...reasons, 'It is mastered already. To change it, bring the mix it was made from.'],
      };
  }
}
