import type { Page } from '@playwright/test';
import { sampleRate } from './busy-console.ts';

/**
 * Runs the busy console in an AudioWorklet of the page, in blocks of 128 frames as browsers cut them. Answers the SHA-256
 * of its four channels one after another.
 */
export const renderInWorklet = (
  page: Page,
  options: { strips: number; frames: number; stemFrames: number },
): Promise<string> =>
  page.evaluate(
    async ({ strips, frames, stemFrames, rate }) => {
      const binary = new Uint8Array(await (await fetch('/sweetspot.wasm')).arrayBuffer());
      const context = new OfflineAudioContext(4, frames, rate);
      await context.audioWorklet.addModule('/e2e/engine/console-worklet.ts');
      const node = new AudioWorkletNode(context, 'busy-console', {
        numberOfInputs: 0,
        outputChannelCount: [4],
        processorOptions: { binary, strips, stemFrames },
      });
      node.connect(context.destination);
      const audio = await context.startRendering();
      const all = new Float32Array(4 * frames);
      for (let channel = 0; channel < 4; channel += 1) all.set(audio.getChannelData(channel), channel * frames);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
      return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    { ...options, rate: sampleRate },
  );
