import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runAudioTask } from '@sweetspot/audio';
import { type Effort, race, runProgram } from '../race.ts';
import { absent, type Bench, type BenchRow, entrants } from '../row.ts';

/** What the worker does with an upload, against measuring it alone. */
export async function ingestRow({ peers, dir, rounds, onProgress }: Bench): Promise<BenchRow> {
  const file = join(dir, 'five-minutes.wav');
  const seconds = 300;
  let run = 0;
  const ingest = async (): Promise<Effort> => {
    run += 1;
    const outDir = join(dir, `ingest-${run}`);
    const begun = performance.now();
    await runAudioTask('ingest', { path: file, outDir }, { tempDir: dir });
    const effort = { seconds: (performance.now() - begun) / 1000, cpuSeconds: 0, peakBytes: 0 };
    rmSync(outDir, { recursive: true, force: true });
    return effort;
  };
  const results = await race(
    entrants([
      { name: 'sweetspot', run: ingest },
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
    ]),
    rounds,
    onProgress,
  );
  const own = results.get('sweetspot')!;
  const peer = results.get('ffmpeg ebur128');
  return {
    job: 'ingest: playable and analysed',
    goal: '≤ 1.0 × the time of ffmpeg ebur128 alone',
    ours: `${own.seconds.toFixed(2)} s`,
    peers: [peer ? { name: 'ffmpeg ebur128', value: `${peer.seconds.toFixed(2)} s` } : absent('ffmpeg ebur128')],
    ratio: peer ? `${(own.seconds / peer.seconds).toFixed(2)} of its time` : '–',
    met: peer ? own.seconds <= peer.seconds : null,
    how: `${seconds / 60} min stereo 48 kHz / 24 bits; the whole task of the worker: hash, decoding, measures, waveform, lossless pieces; the queue not included`,
  };
}
