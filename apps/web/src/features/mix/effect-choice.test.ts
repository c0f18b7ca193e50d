import { neutralReturn, neutralReverb } from '@sweetspot/dsp';
import { returnSchema } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { choiceOf, effectChoices, returnAs } from './effect-choice.ts';

const reverb = { ...neutralReturn('reverb', neutralReverb()), name: 'Room' };

test.each(effectChoices)('a return can become: $label', ({ value, name }) => {
  const changed = returnSchema.parse({ ...reverb, ...returnAs(value, reverb) });
  expect(choiceOf(changed.effect)).toBe(value);
  expect(changed.name).toBe(name);
});

test('one convolved room becomes another with the same decay', () => {
  const chamber = { ...reverb, ...returnAs('chamber', reverb) };
  Object.assign(chamber.effect, { decaySeconds: 3 });
  expect(returnAs('hall', chamber).effect).toMatchObject({ kind: 'hall', decaySeconds: 3 });
});
