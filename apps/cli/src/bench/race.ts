import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { watchMemory } from './watch-memory.ts';

/** What one run took. */
export interface Effort {
  /** By the clock. */
  seconds: number;
  /** Of all processors together, with everything it started. */
  cpuSeconds: number;
  /** Largest resident memory of one process. */
  peakBytes: number;
}

export interface Contestant {
  name: string;
  run: () => Promise<Effort>;
}

/** The best of `rounds`, one run of each in turn, so that whatever else the machine does meets all alike. */
export async function race(
  contestants: readonly Contestant[],
  rounds: number,
  onRun: (done: number) => void,
): Promise<Map<string, Effort>> {
  const best = new Map<string, Effort>();
  let done = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of contestants) {
      const effort = await run();
      const known = best.get(name);
      best.set(name, {
        seconds: Math.min(effort.seconds, known?.seconds ?? Number.POSITIVE_INFINITY),
        cpuSeconds: Math.min(effort.cpuSeconds, known?.cpuSeconds ?? Number.POSITIVE_INFINITY),
        peakBytes: Math.max(effort.peakBytes, known?.peakBytes ?? 0),
      });
      done += 1;
      onRun(done / (rounds * contestants.length));
    }
  }
  return best;
}

/** Runs a program to its end. Rejects with what it said when it fails. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Effort & { err: string; out: string }> {
  const cpuBefore = childrenCpuSeconds();
  const begun = performance.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const memory = watchMemory(child.pid ?? 0);
  const said = { out: '', err: '' };
  child.stdout!.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr!.on('data', (chunk: Buffer) => {
    said.err = (said.err + chunk.toString()).slice(-20_000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const peakBytes = memory.stop();
  const seconds = (performance.now() - begun) / 1000;
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${said.err.slice(-500)}`);
  return { seconds, cpuSeconds: childrenCpuSeconds() - cpuBefore, peakBytes, ...said };
}

/** Work in this process. */
export async function runHere(work: () => void): Promise<Effort> {
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.memoryUsage.rss(),
  };
}

const ticksPerSecond = 100;

/** Processor time of all children that have ended, and theirs (proc(5): cutime and cstime). Linux; 0 elsewhere. */
function childrenCpuSeconds(): number {
  if (process.platform !== 'linux') return 0;
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}
