import { AppError } from '@sweetspot/protocol';
import { expect, test } from 'vitest';
import { createRateLimits, networkOf } from './rate-limits.ts';

test('a limit ends with a sentence, and what was right does not count', async () => {
  const limits = createRateLimits();
  for (let attempt = 0; attempt < 49; attempt += 1) await limits.count('signIn', '192.0.2.1');
  const takeBack = await limits.count('signIn', '192.0.2.1');
  await expect(limits.count('signIn', '192.0.2.1')).rejects.toThrow(/Too many attempts\. Wait \d+ minutes/);
  await expect(limits.count('signIn', '192.0.2.1')).rejects.toBeInstanceOf(AppError);
  await limits.count('signIn', '192.0.2.2');
  await takeBack();
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
