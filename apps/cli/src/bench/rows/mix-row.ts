import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { busyRecipe, inputsBeside, mixStems, takeSeconds } from '../material.ts';
import { race, runProgram } from '../race.ts';
import { type Bench, type BenchRow, compare, entrants, ours } from '../row.ts';
import { ffmpegMix, webAudioMix } from '../same-mix.ts';

/** 26 stems through the same chain. */
export async function mixRow({ peers, dir, stems, rounds, onProgress }: Bench): Promise<BenchRow> {
  const recipe = join(dir, 'mix.json');
  writeFileSync(recipe, JSON.stringify(inputsBeside(busyRecipe(stems))));
  const out = join(dir, 'mix.wav');
  const seconds = takeSeconds;
  const results = await race(
    entrants([
      { name: 'sweetspot', run: () => ours(['mix', recipe, '-o', out, '--bits', '32f']) },
      peers.ffmpeg === null
        ? null
        : { name: 'ffmpeg', run: () => runProgram(peers.ffmpeg!, ffmpegMix(stems, join(dir, 'mix-ffmpeg.wav'))) },
      peers.nodeWebAudio === null
        ? null
        : {
            name: 'node-web-audio-api',
            run: () => runProgram(process.execPath, webAudioMix(peers.nodeWebAudio!, stems)),
          },
    ]),
    rounds,
    onProgress,
  );
  const how = `${mixStems} stems × ${seconds} s, per stem high-pass, bell, shelf, compressor, pan, gain; EQ and compressor on the bus; whole processes, ${availableParallelism()} processors`;
  return compare({ job: '26-stem mix', goal: '≥ 25× ffmpeg filter_complex, ≥ 4× node-web-audio-api', how }, results, {
    seconds,
    goals: { ffmpeg: 25, 'node-web-audio-api': 4 },
    peers: ['ffmpeg', 'node-web-audio-api'],
  });
}
