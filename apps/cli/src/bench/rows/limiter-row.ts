import { join } from 'node:path';
import { readFileSamples } from '@sweetspot/audio/testing';
import { MasterEngine, neutralMaster } from '@sweetspot/dsp';
import { sampleRate } from '../material.ts';
import { race, runHere, runProgram } from '../race.ts';
import { type Bench, type BenchRow, compare, entrants } from '../row.ts';

/** 6 dB into the limiter, nothing else on. */
export async function limiterRow({ dsp, peers, dir, rounds, onProgress }: Bench): Promise<BenchRow> {
  const file = join(dir, 'two-minutes.wav');
  const seconds = 120;
  const [left, right = left] = (await readFileSamples(file)) as [Float32Array, Float32Array?];
  const [outLeft, outRight] = [new Float32Array(left.length), new Float32Array(left.length)];
  const limit = () => {
    const neutral = neutralMaster();
    const settings = { ...neutral, inputGainDb: 6, limiter: { ...neutral.limiter, ceilingDbtp: -1 } };
    new MasterEngine(dsp, { settings, sampleRate }).process([left, right!], outLeft, outRight);
  };
  const results = await race(
    entrants([
      { name: 'sweetspot', run: () => runHere(limit) },
      peers.ffmpeg === null
        ? null
        : {
            name: 'ffmpeg alimiter at 4×',
            run: () =>
              runProgram(peers.ffmpeg!, [
                '-nostats',
                '-i',
                file,
                '-af',
                'volume=6dB,aresample=192000,alimiter=limit=0.891:level=false,aresample=48000',
                '-f',
                'null',
                '-',
              ]),
          },
    ]),
    rounds,
    onProgress,
  );
  const own = results.get('sweetspot')!;
  const row = compare(
    {
      job: 'limiter alone',
      goal: '≥ 200× real time',
      how: '2 min, 6 dB into the limiter, true-peak detection at 4× and more, one thread; the peer with its decoding',
    },
    results,
    {
      seconds,
      goals: {},
      peers: ['ffmpeg alimiter at 4×'],
    },
  );
  return { ...row, met: seconds / own.seconds >= 200 };
}
