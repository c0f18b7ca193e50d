import { expect, test } from 'vitest';
import { signInErrorText } from './sign-in-and-go.ts';

test('only what is known is said; a sentence in the address is not repeated', () => {
  expect(signInErrorText('AccessDenied')).toMatch(/let in/);
  for (const made of ['Call 0900 12345 to unlock your account.', 'toString', '__proto__', ''])
    expect(signInErrorText(made)).toBe('Signing in did not work. Try again.');
});
