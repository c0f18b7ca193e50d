import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeMutant, makeSeeds } from '../src/testing/mutants.ts';

/**
 * Reads damaged files through the parsers and decoders, in one child that is replaced when it dies, and tells what came
 * of them: `node packages/audio/scripts/fuzz-files.ts --count 20000 --seed 1 --state build/fuzz`. Goes on where it was
 * stopped. Ends with 1 when a file crashed, hung (10 s of processor time, a minute on the clock), took more than 256 MB
 * above what the child began with, or was refused without a reason; such files are kept in the state folder.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    state: { type: 'string', default: 'build/fuzz' },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
const stateDir = resolve(values.state);
const statePath = join(stateDir, `files-${seed}.json`);
const longestCpuSeconds = 10;
const longestMs = 60_000;
const mostBytes = 256 * 1024 ** 2;

interface State {
  next: number;
  outcomes: Record<string, number>;
  faults: string[];
  slowestSeconds: number;
  largestBytes: number;
}
interface Answer {
  outcome: string;
  cpuSeconds: number;
  rssBytes: number;
}

mkdirSync(stateDir, { recursive: true });
const state: State = existsSync(statePath)
  ? JSON.parse(readFileSync(statePath, 'utf8'))
  : { next: 0, outcomes: {}, faults: [], slowestSeconds: 0, largestBytes: 0 };
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-fuzz-'));
let host: ChildProcess | null = null;

async function ask(path: string): Promise<Answer | string> {
  host ??= fork(new URL('./decode-host.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const child = host;
  child.send(path);
  const controller = new AbortController();
  const timer = setTimeout(() => child.kill('SIGKILL'), longestMs);
  try {
    return await Promise.race([
      once(child, 'message', { signal: controller.signal }).then(([answer]) => answer as Answer),
      once(child, 'exit', { signal: controller.signal }).then(([code, signal]) => {
        host = null;
        return `the process ended with ${code ?? signal}`;
      }),
    ]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

try {
  const seeds = await makeSeeds(folder);
  for (; state.next < count; state.next += 1) {
    const mutant = makeMutant(seeds, seed, state.next);
    const path = join(folder, mutant.name);
    writeFileSync(path, mutant.bytes);
    const answer = await ask(path);
    const fault = judge(answer);
    const outcome =
      typeof answer === 'string' ? 'FAULT' : answer.outcome.startsWith('FAULT') ? 'FAULT' : answer.outcome;
    state.outcomes[outcome] = (state.outcomes[outcome] ?? 0) + 1;
    if (typeof answer !== 'string') {
      state.slowestSeconds = Math.max(state.slowestSeconds, answer.cpuSeconds);
      state.largestBytes = Math.max(state.largestBytes, answer.rssBytes);
    }
    if (fault !== null) {
      state.faults.push(`${state.next} ${mutant.name}: ${fault}`);
      copyFileSync(path, join(stateDir, `${seed}-${state.next}-${mutant.name}`));
      console.error(state.faults.at(-1));
    }
    rmSync(path);
    if (state.next % 200 === 199) save();
    if (state.next % 2000 === 1999) console.log(`${state.next + 1} of ${count}, ${state.faults.length} faults`);
  }
} finally {
  save();
  endHost();
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(state, null, 2));
if (state.faults.length > 0) process.exitCode = 1;

function judge(answer: Answer | string): string | null {
  if (typeof answer === 'string') return answer;
  if (answer.outcome.startsWith('FAULT')) return answer.outcome;
  if (answer.cpuSeconds > longestCpuSeconds) return `took ${answer.cpuSeconds.toFixed(1)} s of processor time`;
  if (answer.rssBytes > mostBytes) return `took ${Math.round(answer.rssBytes / 1024 ** 2)} MB`;
  return null;
}

function endHost(): void {
  host?.disconnect();
}

function save(): void {
  writeFileSync(statePath, JSON.stringify(state));
}
