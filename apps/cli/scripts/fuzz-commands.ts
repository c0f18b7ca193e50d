import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Material, makeCase, makeMaterial } from './fuzz/cases.ts';
import { CommandHosts } from './fuzz/command-hosts.ts';
import { judge } from './fuzz/judge.ts';
import { runAlone } from './fuzz/run-alone.ts';

/**
 * Gives every command damaged files and tells what came of it:
 * `node apps/cli/scripts/fuzz-commands.ts --count 20000 --seed 1 --state build/fuzz`. Goes on where it was stopped. One child takes
 * `--per-host` command lines in turn and is then replaced; with `--alone` each has a process of its own, as people start it, and
 * `--only N` plays one case again and prints what it said. Ends with 1 when a command crashed, hung, took more than 256 MB in a
 * process, failed without a reason, showed its insides, printed anything but one document, or left something behind; the
 * damaged files are kept in the state folder. Linux, which tells a process's peak memory.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    state: { type: 'string', default: 'build/fuzz' },
    'per-host': { type: 'string', default: '50' },
    alone: { type: 'boolean', default: false },
    only: { type: 'string' },
    /** A busy machine may need more than 10 s for what takes one. */
    'limit-seconds': { type: 'string', default: '10' },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
const longestSeconds = Number(values['limit-seconds']);
const hosts = new CommandHosts(Number(values['per-host']));
const run = values.alone ? runAlone : hosts.run;
const stateDir = resolve(values.state);
const statePath = join(stateDir, `commands-${seed}${values.alone ? '-alone' : ''}.json`);

interface Tally {
  runs: number;
  succeeded: number;
  refused: number;
  seconds: number;
  slowestSeconds: number;
  slowestCase: number;
  largestBytes: number;
}
interface State {
  next: number;
  seconds: number;
  commands: Record<string, Tally>;
  faults: string[];
}

mkdirSync(stateDir, { recursive: true });
const state: State = existsSync(statePath)
  ? JSON.parse(readFileSync(statePath, 'utf8'))
  : { next: 0, seconds: 0, commands: {}, faults: [] };
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-fuzz-'));

try {
  const material = await makeMaterial(folder, async (args) => {
    const { code, err } = await runAlone(args, 60);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`);
  });
  if (values.only === undefined) await playAll(material);
  else await playOne(material, Number(values.only), true);
} finally {
  hosts.end();
  rmSync(folder, { recursive: true, force: true });
}
if (values.only === undefined) console.log(JSON.stringify(state, null, 2));
if (state.faults.length > 0) process.exitCode = 1;

async function playAll(material: Material): Promise<void> {
  const begun = performance.now() - state.seconds * 1000;
  for (; state.next < count; state.next += 1) {
    await playOne(material, state.next, false);
    if (state.next % 100 !== 99) continue;
    state.seconds = Math.round((performance.now() - begun) / 1000);
    writeFileSync(statePath, JSON.stringify({ ...state, next: state.next + 1 }));
    console.log(`${state.next + 1} of ${count} in ${state.seconds} s, ${state.faults.length} faults`);
  }
}

async function playOne(material: Material, number: number, isShown: boolean): Promise<void> {
  const work = join(folder, 'work');
  const { command, damage, args, outDir, path } = makeCase(material, seed, number, work);
  const expected = { outDir, isJson: args.includes('--json'), longestSeconds };
  let ended = await run(args, longestSeconds + 1);
  let fault = judge(ended, expected);
  if (fault?.startsWith('took ') && !values.alone) {
    // A host keeps memory of what it ran before; a process of its own decides.
    hosts.end();
    rmSync(work, { recursive: true, force: true });
    makeCase(material, seed, number, work);
    ended = await runAlone(args, longestSeconds + 1);
    fault = judge(ended, expected);
  }
  const mebibytes = Math.round(ended.largestBytes / 1024 ** 2);
  if (isShown) console.log(args.join(' '), `\n${ended.out}${ended.err}code ${ended.code}, ${mebibytes} MB`);
  tallyUp(command, number, ended);
  if (fault !== null) {
    state.faults.push(`seed ${seed} case ${number}, ${command} (${damage}): ${fault}`);
    console.error(state.faults.at(-1));
    copyFileSync(path, join(stateDir, `${seed}-${number}-${basename(path)}`));
    hosts.end();
  }
  rmSync(work, { recursive: true, force: true });
}

function tallyUp(command: string, number: number, ended: Awaited<ReturnType<typeof run>>): void {
  state.commands[command] ??= {
    runs: 0,
    succeeded: 0,
    refused: 0,
    seconds: 0,
    slowestSeconds: 0,
    slowestCase: 0,
    largestBytes: 0,
  };
  const tally = state.commands[command];
  tally.runs += 1;
  tally.seconds += ended.seconds;
  if (ended.code === 0) tally.succeeded += 1;
  else tally.refused += 1;
  if (ended.seconds > tally.slowestSeconds)
    Object.assign(tally, { slowestSeconds: ended.seconds, slowestCase: number });
  tally.largestBytes = Math.max(tally.largestBytes, ended.largestBytes);
}
