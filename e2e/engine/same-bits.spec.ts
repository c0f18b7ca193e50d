import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { serveSources } from '../fixtures/serve-sources.ts';
import { BusyConsole } from './busy-console.ts';
import { renderInWorklet } from './render-in-worklet.ts';

const frames = 128 * 150;
const options = { strips: 12, frames, stemFrames: frames };

async function renderInNode(block: number): Promise<string> {
  const console = new BusyConsole(await loadDspFromDisk(), options);
  const channels = Array.from({ length: 4 }, () => new Float32Array(frames));
  for (let at = 0; at < frames; at += block) {
    const [a, b, c, d] = channels.map((channel) => channel.subarray(at, at + block));
    console.process(a!, b!, c!, d!);
  }
  const hash = createHash('sha256');
  for (const channel of channels) hash.update(new Uint8Array(channel.buffer));
  return hash.digest('hex');
}

test('a recipe with everything on has the same bits in Node and in an AudioWorklet', async ({ page }) => {
  await using engine = await serveSources();
  await page.goto(engine.address);
  const sha256 = await renderInWorklet(page, options);
  for (const block of [1, 64, 127, 128, 4096]) expect(await renderInNode(block), `blocks of ${block}`).toBe(sha256);
});
