import { AppError } from '@sweetspot/protocol';
import { expect, test } from 'vitest';
import { createRateLimits } from './rate-limits.ts';

test('a limit ends with a sentence, and what was right does not count', async () => {
  const limits = createRateLimits();
  for (let attempt = 0; attempt < 49; attempt += 1) await limits.count('signIn', '192.0.2.1');
  const takeBack = await limits.count('signIn', '192.0.2.1');
  await expect(limits.count('signIn', '192.0.2.1')).rejects.toThrow(/Too many attempts\. Try again in 15 minutes\./);
  await expect(limits.count('signIn', '192.0.2.1')).rejects.toBeInstanceOf(AppError);
  await limits.count('signIn', '192.0.2.2');
  await takeBack();
});
