import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repeatFile, sampleRate, takeSeconds } from '../material.ts';
import { peakBetweenSamples } from '../peak-between-samples.ts';
import { type Effort, race, runProgram } from '../race.ts';
import { absent, type Bench, type BenchRow, compare, entrants, ours } from '../row.ts';

/** Two minutes to −14 LUFS, measured at the end. Answers what the peers made, for the rows of accuracy. */
export async function masterRows({ peers, dir, rounds, onProgress }: Bench): Promise<BenchRow[]> {
  const seconds = 120;
  const mix = await repeatFile(join(dir, 'mix.wav'), join(dir, 'two-minutes.wav'), seconds / takeSeconds);
  const [out, peerOut] = [join(dir, 'master.wav'), join(dir, 'loudnorm.wav')];
  const results = await race(
    entrants([
      { name: 'sweetspot', run: () => ours(['master', mix, '-o', out, '--lufs', '-14', '--ceiling', '-1']) },
      peers.ffmpeg === null ? null : { name: 'loudnorm', run: () => loudnormTwice(peers.ffmpeg!, mix, peerOut) },
    ]),
    rounds,
    onProgress,
  );
  const how =
    '2 min of the mix above; `sweetspot master` with its search and its measurement of the file, against loudnorm measured and applied in two passes (linear=true)';
  const speed = compare({ job: 'master to a target, verified', goal: '≥ 4× loudnorm two-pass', how }, results, {
    seconds,
    goals: { loudnorm: 4 },
    peers: ['loudnorm'],
  });
  const made = await measured(out);
  const peer = existsSync(peerOut) ? await measured(peerOut) : null;
  const accuracy: BenchRow = {
    job: 'integrated loudness against −14 LUFS',
    goal: 'within ±0.1 LU',
    ours: `${made.lufs.toFixed(2)} LUFS`,
    peers: [peer ? { name: 'loudnorm', value: `${peer.lufs.toFixed(2)} LUFS` } : absent('loudnorm')],
    ratio: '',
    met: Math.abs(made.lufs + 14) <= 0.1,
    how: 'measured on the written files by `sweetspot analyze`',
  };
  const peaks: BenchRow = {
    job: 'true peak of that master, ceiling −1 dBTP, at 16×',
    goal: '≤ −0.98 dBTP',
    ours: `${made.peak16Dbtp.toFixed(3)} dBTP`,
    peers: [peer ? { name: 'loudnorm', value: `${peer.peak16Dbtp.toFixed(3)} dBTP` } : absent('loudnorm')],
    ratio: '',
    met: made.peak16Dbtp <= -0.98,
    how: 'the written files read at 16 places per sample through a sinc of 64 taps',
  };
  return [speed, accuracy, peaks];

  async function measured(path: string): Promise<{ lufs: number; peak16Dbtp: number }> {
    const { out: json } = await ours(['analyze', path]);
    const [report] = JSON.parse(json) as [{ loudness: { integratedLufs: number } }];
    return { lufs: report.loudness.integratedLufs, peak16Dbtp: await peakBetweenSamples(path, 16) };
  }
}

async function loudnormTwice(ffmpeg: string, from: string, to: string): Promise<Effort> {
  const goal = 'loudnorm=I=-14:TP=-1:LRA=20';
  const first = await runProgram(ffmpeg, [
    '-nostats',
    '-i',
    from,
    '-af',
    `${goal}:print_format=json`,
    '-f',
    'null',
    '-',
  ]);
  const found = JSON.parse(first.err.slice(first.err.lastIndexOf('{'), first.err.lastIndexOf('}') + 1)) as Record<
    string,
    string
  >;
  const known = `measured_I=${found['input_i']}:measured_LRA=${found['input_lra']}:measured_TP=${found['input_tp']}:measured_thresh=${found['input_thresh']}:offset=${found['target_offset']}`;
  const second = await runProgram(ffmpeg, [
    '-y',
    '-i',
    from,
    '-af',
    `${goal}:${known}:linear=true`,
    '-ar',
    String(sampleRate),
    '-c:a',
    'pcm_s24le',
    to,
  ]);
  return {
    seconds: first.seconds + second.seconds,
    cpuSeconds: first.cpuSeconds + second.cpuSeconds,
    peakBytes: Math.max(first.peakBytes, second.peakBytes),
  };
}
