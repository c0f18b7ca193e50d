import { z } from 'zod';

const articles: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object in braces',
  record: 'an object in braces',
  array: 'a list in brackets',
  null: 'null',
};
const counted: Record<string, string> = { string: ' characters', array: ' entries' };

type RawIssue = Parameters<NonNullable<z.core.$ZodConfig['customError']>>[0];

/** What a schema says of a file that people wrote, where it has no words of its own: `It must be at least 1`. */
function plainWords(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'It is missing';
      return `It must be ${articles[issue.expected] ?? `of the kind ${issue.expected}`}`;
    case 'too_big':
      return `It must ${counted[issue.origin] ? 'have' : 'be'} at most ${issue.maximum}${counted[issue.origin] ?? ''}`;
    case 'too_small':
      return `It must ${counted[issue.origin] ? 'have' : 'be'} at least ${issue.minimum}${counted[issue.origin] ?? ''}`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return oneOf(issue.errors.flat().flatMap((branch) => (branch.code === 'invalid_value' ? branch.values : [])));
    case 'unrecognized_keys':
      return `“${issue.keys[0]}” is not known here`;
    default:
      return nothingKnown;
  }
}

const nothingKnown = 'It is not what can stand here';

function oneOf(values: readonly unknown[]): string {
  if (values.length === 0) return nothingKnown;
  return `It must be ${values
    .map(String)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1')}`;
}

/** From here on schemas speak plainly in this process. */
export function speakPlainly(): void {
  z.config({ customError: plainWords });
}

/** The first thing that is wrong, and where: `strips.0.gate.ratio: It must be at least 1`; without a full stop. */
export function describeIssues({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return 'nothing of it can be read';
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return `${where}${issue.message.replace(/\.$/, '')}`;
}
