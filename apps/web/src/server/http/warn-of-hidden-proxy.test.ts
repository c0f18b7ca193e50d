import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { warnOfHiddenProxy } from './warn-of-hidden-proxy.ts';

/** How often the log says something of three requests, of which the last two came through a proxy. */
async function warnings(proxies: number): Promise<number> {
  let said = 0;
  const warn = () => {
    said += 1;
  };
  const notice = warnOfHiddenProxy({ TRUST_PROXY: proxies }, { warn });
  const seen: number[] = [];
  const server = createServer((request, response) => {
    notice(request);
    seen.push(said);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await fetch(url);
    expect(seen).toEqual([0]);
    for (const ip of ['203.0.113.1', '203.0.113.2']) await fetch(url, { headers: { 'x-forwarded-for': ip } });
    return said;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

test('a proxy that is not counted is told of once', async () => {
  expect(await warnings(0)).toBe(1);
  expect(await warnings(1)).toBe(0);
});
