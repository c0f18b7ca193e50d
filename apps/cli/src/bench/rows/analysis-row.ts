import { join } from 'node:path';
import { repeatFile, sampleRate, takeSeconds } from '../material.ts';
import { race, runProgram } from '../race.ts';
import { type Bench, type BenchRow, compare, entrants, ours } from '../row.ts';

/** The whole program against the whole program, on five minutes. */
export async function analysisRow({ peers, dir, stems, rounds, onProgress }: Bench): Promise<BenchRow> {
  const seconds = 300;
  const file = await repeatFile(stems[2]!, join(dir, 'five-minutes.wav'), seconds / takeSeconds);
  const results = await race(
    entrants([
      { name: 'sweetspot', run: () => ours(['analyze', file]) },
      peers.ffmpeg === null
        ? null
        : {
            name: 'ffmpeg ebur128',
            run: () =>
              runProgram(peers.ffmpeg!, [
                '-nostats',
                '-i',
                file,
                '-af',
                'ebur128=peak=true:framelog=verbose',
                '-f',
                'null',
                '-',
              ]),
          },
      peers.libebur128 === null
        ? null
        : { name: 'libebur128', run: () => runProgram(peers.libebur128!, [file, String(sampleRate)]) },
    ]),
    rounds,
    onProgress,
  );
  const how =
    '5 min stereo 48 kHz / 24 bits; `sweetspot analyze` against `-af ebur128=peak=true` and a program of libebur128 with I, LRA, true peak; start of the process included';
  return compare({ job: 'full analysis of a WAV', goal: '≥ 5× ffmpeg, ≥ 8× libebur128', how }, results, {
    seconds,
    goals: { 'ffmpeg ebur128': 5, libebur128: 8 },
    peers: ['ffmpeg ebur128', 'libebur128'],
  });
}
