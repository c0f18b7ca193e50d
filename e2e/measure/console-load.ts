import { chromium } from '@playwright/test';
import { sampleRate } from '../engine/busy-console.ts';
import { renderInWorklet } from '../engine/render-in-worklet.ts';
import { chromiumArguments } from '../fixtures/chromium-arguments.ts';
import { serveSources } from '../fixtures/serve-sources.ts';

/**
 * Measures what the console asks of a browser's audio thread: strips with every processor on, groups, returns, mix bus and
 * master, in an AudioWorklet. Processor time of the page's process, so that other work on the machine counts little; what
 * a long run takes more than a short one, so that making and starting do not count. `node e2e/measure/console-load.ts
 * [strips]`; best of five.
 */
const strips = Number(process.argv[2] ?? 32);
const shortSeconds = 1;
const longSeconds = 5;
await using engine = await serveSources();
const executablePath = process.env['CHROMIUM_PATH'];
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: chromiumArguments });
try {
  const page = await browser.newPage();
  await page.goto(engine.address);
  const system = await browser.newBrowserCDPSession();
  const processorSeconds = async (): Promise<number> => {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const render = async (seconds: number): Promise<number> => {
    const before = await processorSeconds();
    await renderInWorklet(page, { strips, frames: seconds * sampleRate, stemFrames: sampleRate });
    return (await processorSeconds()) - before;
  };
  await render(shortSeconds);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const short = await render(shortSeconds);
    best = Math.min(best, ((await render(longSeconds)) - short) / (longSeconds - shortSeconds));
  }
  process.stdout.write(`${strips} strips, everything on: ${(100 * best).toFixed(1)} % of the audio thread\n`);
} finally {
  await browser.close();
}
