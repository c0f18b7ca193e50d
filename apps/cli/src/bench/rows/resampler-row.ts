import { join } from 'node:path';
import { readFileSamples } from '@sweetspot/audio/testing';
import { Resampler } from '@sweetspot/dsp';
import { race, runHere, runProgram } from '../race.ts';
import { type Bench, type BenchRow, compare, entrants } from '../row.ts';

/** 48 to 44.1 kHz. */
export async function resamplerRow({ dsp, peers, dir, rounds, onProgress }: Bench): Promise<BenchRow> {
  const file = join(dir, 'five-minutes.wav');
  const seconds = 300;
  const samples = await readFileSamples(file);
  const convert = () => {
    const resampler = new Resampler(dsp, { channels: 2, fromRate: 48_000, toRate: 44_100 });
    const block = 24_000;
    for (let at = 0; at < samples[0]!.length; at += block)
      resampler.push(samples.map((plane) => plane.subarray(at, at + block)));
    resampler.finish();
  };
  const results = await race(
    entrants([
      { name: 'sweetspot', run: () => runHere(convert) },
      peers.sox === null
        ? null
        : {
            name: 'sox rate -v',
            run: () => runProgram(peers.sox!, [file, '-t', 'raw', '-e', 'float', '/dev/null', 'rate', '-v', '44100']),
          },
    ]),
    rounds,
    onProgress,
  );
  const own = results.get('sweetspot')!;
  const row = compare(
    {
      job: 'resampler, 48 to 44.1 kHz',
      goal: '≥ 400× real time',
      how: '5 min stereo, one thread; the peer with its decoding, at its very high quality',
    },
    results,
    {
      seconds,
      goals: {},
      peers: ['sox rate -v'],
    },
  );
  return { ...row, met: seconds / own.seconds >= 400 };
}
