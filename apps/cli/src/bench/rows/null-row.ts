import { join } from 'node:path';
import { readFileSamples } from '@sweetspot/audio/testing';
import { linkMany } from '../material.ts';
import { type Bench, type BenchRow, ours } from '../row.ts';

/** A recipe that changes nothing against the sum of the samples. */
export async function nullRow({ dir, stems, onProgress }: Bench): Promise<BenchRow> {
  const folder = join(dir, 'null');
  linkMany(folder, stems.slice(0, 8), 8);
  const out = join(dir, 'sum.wav');
  await ours(['mix', folder, '-o', out, '--plain']);
  onProgress(0.5);
  const sum = await readFileSamples(out);
  const inputs = await Promise.all(stems.slice(0, 8).map((path) => readFileSamples(path)));
  let largest = 0;
  sum.forEach((plane, channel) => {
    for (let at = 0; at < plane.length; at += 1) {
      let expected = 0;
      for (const planes of inputs) expected += (planes[channel] ?? planes[0]!)[at] ?? 0;
      largest = Math.max(largest, Math.abs(plane[at]! - expected));
    }
  });
  const dbfs = 20 * Math.log10(largest);
  return {
    job: 'unity mix of 8 stems against their sum',
    goal: '< −140 dBFS',
    ours: Number.isFinite(dbfs) ? `${dbfs.toFixed(1)} dBFS` : 'equal to the bit',
    peers: [],
    ratio: '',
    met: !(dbfs >= -140),
    how: '`sweetspot mix --plain`, largest difference of a sample from the sum in double precision',
  };
}
