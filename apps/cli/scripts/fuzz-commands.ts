import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Mutant, makeMutant, makeSeeds, type Seed, seededRandom } from '@sweetspot/audio/testing';
import { watchMemory } from '../src/bench/watch-memory.ts';

/**
 * Runs the real program on damaged files, command after command, and tells what came of it:
 * `node apps/cli/scripts/fuzz-commands.ts --count 2000 --seed 1 --state build/fuzz`. Goes on where it was stopped. Ends with 1
 * when a command crashed, hung, took more than 256 MB in a process, failed without a reason, printed anything but one
 * document, or left something behind; such files are kept in the state folder. Linux, which tells a process's peak memory.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    state: { type: 'string', default: 'build/fuzz' },
    /** A busy machine needs more than 10 s for what takes one. */
    'limit-seconds': { type: 'string', default: '10' },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
const longestSeconds = Number(values['limit-seconds']);
const stateDir = resolve(values.state);
const statePath = join(stateDir, `commands-${seed}.json`);
const mostBytes = 256 * 1024 ** 2;
const bin = fileURLToPath(new URL('../bin/sweetspot.mjs', import.meta.url));

interface Tally {
  runs: number;
  succeeded: number;
  refused: number;
  slowestSeconds: number;
  largestBytes: number;
}
interface State {
  next: number;
  commands: Record<string, Tally>;
  faults: string[];
}

mkdirSync(stateDir, { recursive: true });
const state: State = existsSync(statePath)
  ? JSON.parse(readFileSync(statePath, 'utf8'))
  : { next: 0, commands: {}, faults: [] };
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-fuzz-'));
const good = join(folder, 'good.wav');
const recipe = join(folder, 'recipe.json');

/** What each command is given: a damaged file, and where it may write. */
const commands: Record<string, (damaged: string, out: string, mutant: Mutant) => string[]> = {
  analyze: (damaged) => ['analyze', damaged],
  mix: (damaged, out) => ['mix', damaged, '-o', join(out, 'mix.wav'), '--recipe-out', join(out, 'mix.json')],
  plain: (damaged, out) => ['mix', damaged, '-o', join(out, 'sum.wav'), '--plain'],
  recipe: (damaged, out) => ['mix', damaged, '-o', join(out, 'mix.wav')],
  master: (damaged, out) => ['master', damaged, '-o', join(out, 'master.wav')],
  deliver: (damaged, out) => ['deliver', damaged, '-o', join(out, 'files'), '--formats', 'wav16_44,flac'],
  diff: (damaged) => ['diff', good, damaged],
  verify: (damaged) => ['verify', good, '--approved', damaged],
};
const names = Object.keys(commands);

try {
  const seeds = await makeSeeds(folder);
  copyFileSync(join(folder, 'wav16.wav'), good);
  await run(['mix', makeStems(), '-o', join(folder, 'mix.wav'), '--recipe-out', recipe]);
  for (; state.next < count; state.next += 1) {
    await tryOne(seeds, state.next);
    writeFileSync(statePath, JSON.stringify(state));
    if (state.next % 100 === 99) console.log(`${state.next + 1} of ${count}, ${state.faults.length} faults`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(state, null, 2));
if (state.faults.length > 0) process.exitCode = 1;

function makeStems(): string {
  const stems = join(folder, 'stems');
  mkdirSync(stems);
  copyFileSync(good, join(stems, '01 Kick.wav'));
  copyFileSync(good, join(stems, '02 Vox.wav'));
  return stems;
}

async function tryOne(seeds: readonly Seed[], number: number): Promise<void> {
  const name = names[number % names.length]!;
  const mutant = makeMutant(seeds, seed, number);
  const work = join(folder, 'work');
  const out = join(work, 'out');
  mkdirSync(out, { recursive: true });
  const damaged = placeDamaged(name, work, mutant, number);
  const args = [...commands[name]!(damaged, out, mutant), '--json'];
  const ended = await run(args);
  const fault = judge(ended, out);
  state.commands[name] ??= { runs: 0, succeeded: 0, refused: 0, slowestSeconds: 0, largestBytes: 0 };
  const tally = state.commands[name];
  tally.runs += 1;
  if (ended.code === 0) tally.succeeded += 1;
  else tally.refused += 1;
  tally.slowestSeconds = Math.max(tally.slowestSeconds, ended.seconds);
  tally.largestBytes = Math.max(tally.largestBytes, ended.largestBytes);
  if (fault !== null) {
    state.faults.push(`${number} ${args.slice(0, 2).join(' ')} (${mutant.name}): ${fault}`);
    writeFileSync(join(stateDir, `${seed}-${number}-${mutant.name}`), mutant.bytes);
    console.error(state.faults.at(-1));
  }
  rmSync(work, { recursive: true, force: true });
}

/** Where the damaged thing is: a stem among good ones, a recipe, or the file itself. */
function placeDamaged(name: string, work: string, mutant: Mutant, number: number): string {
  if (name === 'recipe' || name === 'verify') {
    const path = join(folder, 'damaged.json');
    writeFileSync(path, damageText(readFileSync(recipe, 'utf8'), number));
    return path;
  }
  if (name !== 'mix' && name !== 'plain') {
    const path = join(work, mutant.name);
    writeFileSync(path, mutant.bytes);
    return path;
  }
  const stems = join(work, 'stems');
  mkdirSync(stems);
  copyFileSync(good, join(stems, '01 Kick.wav'));
  writeFileSync(join(stems, mutant.name.replace(/\.txt$/, '.wav')), mutant.bytes);
  return stems;
}

/** A recipe with numbers out of all bounds, parts cut out, or broken as JSON. */
function damageText(json: string, number: number): string {
  const random = seededRandom(seed * 7919 + number);
  const values = ['null', '-1', '1e308', '0', '"x"', '[]', '{}', '1e-320', 'true', '9007199254740993'];
  if (random(4) === 0) return json.slice(0, random(json.length));
  const places = [...json.matchAll(/: ("[^"]*"|-?[\d.]+|true|false|null)/g)];
  let damaged = json;
  for (let left = 1 + random(3); left > 0; left -= 1) {
    const place = places[random(places.length)]!;
    const stated = Number(place[1]);
    const nudged = Number.isFinite(stated) && random(2) === 0 ? String((stated + 1) * (1 + random(5))) : null;
    damaged = damaged.replace(place[0], `: ${nudged ?? values[random(values.length)]}`);
  }
  return damaged;
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
  seconds: number;
  largestBytes: number;
}

async function run(args: string[]): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), 6 * longestSeconds * 1000);
  const memory = watchMemory(child.pid!);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  clearTimeout(timer);
  const seconds = (performance.now() - begun) / 1000;
  return { code: code as number | null, out, err, seconds, largestBytes: memory.stop() };
}

function judge({ code, out, err, seconds, largestBytes }: Ended, outDir: string): string | null {
  if (code !== 0 && code !== 1) return `exit code ${code}: ${err.slice(-300)}`;
  if (seconds > longestSeconds) return `took ${seconds.toFixed(1)} s`;
  if (largestBytes > mostBytes) return `took ${Math.round(largestBytes / 1024 ** 2)} MB`;
  const left = existsSync(outDir) ? readdirSync(outDir, { recursive: true }).map(String) : [];
  if (left.some((name) => /\.part$|\.sweetspot-/.test(name))) return `left ${left.join(', ')}`;
  try {
    JSON.parse(out);
  } catch {
    return `standard output is not one document: ${out.slice(0, 200)}`;
  }
  if (code === 0) return null;
  if (left.some((name) => name !== 'files')) return `failed and left ${left.join(', ')}`;
  if (!/(sweetspot: [^\n]+\.\n$)/.test(err) && !out.includes('is not what')) return `no reason: ${err.slice(-300)}`;
  return /unexpected|on our side/.test(err) ? err.slice(-300) : null;
}
