import { binomialTail, hitRateInterval, unevenness } from './statistics.ts';

/** Below it a result is called one, as nearly everywhere in listening tests. */
const convincing = 0.05;

/** "4 times in 100", "once in 1000": a chance as one says it. */
export function inWords(chance: number): string {
  if (chance >= 0.995) return 'nearly every time';
  for (const outOf of [100, 1_000, 10_000]) {
    const times = Math.round(chance * outOf);
    if (times >= 2) return `${times} times in ${outOf}`;
    if (times === 1 && chance * outOf >= 0.95) return `once in ${outOf}`;
  }
  return 'less than once in 5000';
}

export type AbxVerdict = {
  /** of guessing so many or more; null when the test was not finished */
  pValue: number | null;
  /** where the true rate of hits lies, with 95 % confidence */
  hitRate: { low: number; high: number } | null;
  sentence: string;
};

/** What follows from an ABX test. One that was ended early proves nothing: whoever may choose when to stop would. */
export function abxVerdict(correct: number, answered: number, planned: number): AbxVerdict {
  if (answered < planned) {
    const sentence = `Stopped after ${answered} of ${planned} trials, so nothing follows from it.`;
    return { pValue: null, hitRate: null, sentence };
  }
  const pValue = binomialTail(correct, planned);
  const hitRate = hitRateInterval(correct, planned);
  return { pValue, hitRate, sentence: `${correct} of ${planned}: ${abxMeaning(correct, planned, pValue)}` };
}

function abxMeaning(correct: number, planned: number, pValue: number): string {
  if (correct === planned / 2) return 'exactly what guessing gives. Nothing here says that you hear a difference.';
  if (correct < planned / 2) return 'no more than guessing gives. Nothing here says that you hear a difference.';
  const luck = `you would get this or more by guessing ${inWords(pValue)}.`;
  if (pValue <= 0.01) return `${luck} You hear a difference.`;
  if (pValue <= convincing) return `${luck} You most likely hear a difference.`;
  if (pValue <= 0.15) return `${luck} Perhaps you hear a difference; this is too few to say so.`;
  return `${luck} This does not show that you hear a difference.`;
}

export type VoteVerdict = { pValue: number | null; sentence: string };

/** What follows from first choices: labels of the versions with how many chose each. */
export function voteVerdict(versions: readonly { label: string; votes: number }[]): VoteVerdict {
  const total = versions.reduce((sum, { votes }) => sum + votes, 0);
  if (total === 0) return { pValue: null, sentence: 'Nobody voted.' };
  const most = Math.max(...versions.map(({ votes }) => votes));
  const first = versions.filter(({ votes }) => votes === most);
  const counts = versions.map(({ votes }) => votes);
  if (total === 1) {
    const sentence = `One vote, for ${first[0]!.label}: a taste, not a result.`;
    return { pValue: null, sentence };
  }
  const pValue = unevenness(counts);
  if (first.length > 1) {
    const labels = new Intl.ListFormat('en').format(first.map(({ label }) => label));
    const sentence = `No winner: ${labels} have ${most === 1 ? 'one vote' : `${most} votes`} each.`;
    return { pValue, sentence };
  }
  const chose = `${most} of ${total} chose ${first[0]!.label}`;
  const luck = `votes as one-sided as these come about by chance ${inWords(pValue)}`;
  if (pValue <= convincing) return { pValue, sentence: `${chose}. That is more than chance: ${luck}.` };
  // However they had voted, so few could not have shown it.
  const unanimous = unevenness([total, ...Array.from({ length: versions.length - 1 }, () => 0)]);
  if (unanimous > convincing) return { pValue, sentence: `${chose}; with ${total} voters that says little: ${luck}.` };
  return { pValue, sentence: `${chose}. It may well be chance: ${luck}.` };
}
