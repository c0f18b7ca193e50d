import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { builtWorkletUrl } from '@sweetspot/player/built-worklets';
import { serveSources } from '../fixtures/serve-sources.ts';

test('the live meters read on the audio thread what EBU Tech 3341 asks of a tone', async ({ page }) => {
  await using sources = await serveSources((path) =>
    path === '/meter-worklet.js' ? readFileSync(builtWorkletUrl('meter-worklet')) : null,
  );
  await page.goto(sources.address);
  const read = await page.evaluate(async (module) => {
    const { meterTone } = (await import(module)) as typeof import('./meter-tone.ts');
    return meterTone('');
  }, '/e2e/player/meter-tone.ts');
  expect(read.momentaryLufs).toBeCloseTo(-23, 1);
  expect(read.shortTermLufs).toBeCloseTo(-23, 1);
  expect(read.integratedLufs).toBeCloseTo(-23, 1);
  expect(read.truePeakDbtp.left).toBeCloseTo(-23, 1);
  expect(read.recent.correlation).toBeCloseTo(1, 5);
  // 20 Hz × 2^(34/6) = 1016 Hz.
  expect(read.loudestBand).toBe(34);
});
