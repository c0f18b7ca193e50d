import { fileURLToPath } from 'node:url';
import type { Dsp } from '@sweetspot/dsp';
import type { Peers } from './peers.ts';
import { type Contestant, type Effort, runProgram } from './race.ts';

/** One line of the table. Speeds are how many times faster than the music plays. */
export interface BenchRow {
  job: string;
  goal: string;
  ours: string;
  peers: { name: string; value: string }[];
  ratio: string;
  met: boolean | null;
  how: string;
}

export interface Bench {
  dsp: Dsp;
  peers: Peers;
  dir: string;
  stems: string[];
  rounds: number;
  onProgress: (fraction: number) => void;
}

const bin = fileURLToPath(new URL('../../bin/sweetspot.mjs', import.meta.url));
/** Runs the program as people do. */
export const ours = (args: readonly string[]): Promise<Effort & { out: string; err: string }> =>
  runProgram(process.execPath, [bin, ...args, '--quiet', '--json', ...(args[0] === 'analyze' ? [] : ['--force'])]);

export const absent = (name: string) => ({ name, value: 'absent' });
export const times = (seconds: number, effort: Effort): string =>
  `${(seconds / effort.seconds).toFixed(1)}× (${(seconds / Math.max(0.01, effort.cpuSeconds)).toFixed(1)}×)`;
const ratioOf = (peer: Effort | undefined, own: Effort): number | null => (peer ? peer.seconds / own.seconds : null);
const cpuRatioOf = (peer: Effort | undefined, own: Effort): number | null =>
  peer ? peer.cpuSeconds / Math.max(0.01, own.cpuSeconds) : null;
const shown = (ratio: number | null): string => (ratio === null ? '–' : `${ratio.toFixed(1)}×`);

/** Enters those that are there. */
export const entrants = (list: (Contestant | null)[]): Contestant[] => list.filter((one) => one !== null);

export function compare(
  title: { job: string; goal: string; how: string },
  results: Map<string, Effort>,
  { seconds, goals, peers }: { seconds: number; goals: Record<string, number>; peers: string[] },
): BenchRow {
  const own = results.get('sweetspot')!;
  const ratios = peers.map((name) => ({
    name,
    clock: ratioOf(results.get(name), own),
    cpu: cpuRatioOf(results.get(name), own),
  }));
  const judged = ratios.filter(({ name, clock }) => clock !== null && goals[name] !== undefined);
  return {
    ...title,
    ours: times(seconds, own),
    peers: peers.map((name) => {
      const effort = results.get(name);
      return effort ? { name, value: times(seconds, effort) } : absent(name);
    }),
    ratio: ratios.map(({ name, clock, cpu }) => `${name} ${shown(clock)} (${shown(cpu)})`).join(', '),
    met: judged.length === 0 ? null : judged.every(({ name, clock }) => clock! >= goals[name]!),
  };
}
