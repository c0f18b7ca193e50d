import { readFileSamples } from '@sweetspot/audio/testing';
import { MixEngine } from '@sweetspot/dsp';
import { mixSettingsOf } from '@sweetspot/protocol/recipes';
import { busyRecipe, sampleRate } from '../material.ts';
import { race, runHere } from '../race.ts';
import type { Bench, BenchRow } from '../row.ts';

/** The engine of the browser's audio thread, driven as the thread drives it. */
export async function consoleRow({ dsp, stems, rounds, onProgress }: Bench): Promise<BenchRow> {
  const strips = 32;
  const block = 128;
  const recipe = busyRecipe(Array.from({ length: strips }, (_, index) => `${index}`));
  for (const strip of recipe.strips) {
    strip.gate = { ...strip.gate, enabled: true };
    strip.deEsser = { ...strip.deEsser, enabled: true };
    strip.transient = { enabled: true, attackDb: 3, sustainDb: -2 };
    strip.saturation = { ...strip.saturation, enabled: true, character: 'tape', driveDb: 6 };
    strip.sends = recipe.returns.map(({ id }) => ({ to: id, levelDb: -12, position: 'post' }));
  }
  const samples = await Promise.all(stems.slice(0, 8).map((path) => readFileSamples(path)));
  const frames = 10 * sampleRate;
  const engine = new MixEngine(dsp, {
    settings: mixSettingsOf(recipe),
    sampleRate,
    stripChannels: recipe.strips.map(() => 2),
  });
  const [left, right] = [new Float32Array(block), new Float32Array(block)];
  const play = () => {
    for (let at = 0; at + block <= frames; at += block) {
      const inputs = recipe.strips.map((_, index) =>
        samples[index % samples.length]!.map((plane) => plane.subarray(at, at + block)),
      );
      engine.process(inputs, left, right);
    }
  };
  const results = await race([{ name: 'sweetspot', run: () => runHere(play) }], Math.max(3, rounds), onProgress);
  const share = results.get('sweetspot')!.cpuSeconds / (frames / sampleRate);
  return {
    job: 'console of 32 strips',
    goal: '≤ 35 % of the audio thread',
    ours: `${(share * 100).toFixed(1)} %`,
    peers: [],
    ratio: '',
    met: share <= 0.35,
    how: 'the binary that the browser runs, in Node, blocks of 128: every processor on every strip (gate, high-pass, two EQ bands, de-esser, compressor, transient shaper, tape saturation, pan, two sends), reverb, delay, bus; processor time',
  };
}
