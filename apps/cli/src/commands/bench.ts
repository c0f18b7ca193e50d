import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { AppError } from '@sweetspot/protocol';
import { InvalidArgumentError } from 'commander';
import { makeStems } from '../bench/material.ts';
import { findPeers, peerInstallation } from '../bench/peers.ts';
import type { Bench, BenchRow } from '../bench/row.ts';
import { analysisRow } from '../bench/rows/analysis-row.ts';
import { consoleRow } from '../bench/rows/console-row.ts';
import { ingestRow } from '../bench/rows/ingest-row.ts';
import { limiterRow } from '../bench/rows/limiter-row.ts';
import { masterRows } from '../bench/rows/master-rows.ts';
import { memoryRow } from '../bench/rows/memory-row.ts';
import { mixRow } from '../bench/rows/mix-row.ts';
import { nullRow } from '../bench/rows/null-row.ts';
import { resamplerRow } from '../bench/rows/resampler-row.ts';
import { machineLines, performancePage } from '../bench/write-report.ts';
import { type CommandFactory, newCommand, numberOption } from '../command.ts';
import type { CommonOptions, Session } from '../session.ts';

interface BenchOptions extends CommonOptions {
  rounds: number;
  only?: JobName[];
  installPeers?: boolean;
  write?: boolean;
}

/** In this order: later ones use what earlier ones wrote. */
const jobs = {
  analysis: async (bench: Bench) => [await analysisRow(bench)],
  mix: async (bench: Bench) => [await mixRow(bench)],
  master: masterRows,
  limiter: async (bench: Bench) => [await limiterRow(bench)],
  resampler: async (bench: Bench) => [await resamplerRow(bench)],
  ingest: async (bench: Bench) => [await ingestRow(bench)],
  console: async (bench: Bench) => [await consoleRow(bench)],
  memory: async (bench: Bench) => [await memoryRow(bench)],
  null: async (bench: Bench) => [await nullRow(bench)],
};
type JobName = keyof typeof jobs;
const jobNames = Object.keys(jobs) as JobName[];
/** What a job needs to have run before. */
const needs: Partial<Record<JobName, JobName[]>> = {
  master: ['mix'],
  limiter: ['mix', 'master'],
  resampler: ['analysis'],
  ingest: ['analysis'],
};
const page = fileURLToPath(new URL('../../../../docs/performance.md', import.meta.url));

export const benchCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'bench',
    summary: 'measure speed and accuracy beside other programs',
    description:
      'Measures how fast and how exact this machine does the work: ours and the programs that others trust, by turns in one ' +
      'run, the best of several. Peers that are not installed are listed as absent; --install-peers fetches them (Debian and ' +
      'npm). It takes some minutes and 2 GB of disk, and wants an idle machine.\n\n' +
      `Jobs: ${jobNames.join(', ')}.`,
    examples: [
      ['sweetspot bench', 'All of it, as a table:'],
      ['sweetspot bench --only analysis,limiter --rounds 5', 'Two jobs, measured more carefully:'],
      ['sweetspot bench --write', 'Write docs/performance.md:'],
    ],
  })
    .option('--rounds <count>', 'runs of each, of which the best counts', numberOption(1, 50, { whole: true }), 3)
    .option('--only <jobs>', 'comma-separated', parseJobs)
    .option('--install-peers', 'install the programs to compare with, first')
    .option('--write', 'write docs/performance.md')
    .action(async (options: BenchOptions) => {
      await inSession(options, (session) => bench(session, options));
    });

function parseJobs(text: string): JobName[] {
  return text.split(',').map((word) => {
    const job = jobNames.find((known) => known === word.trim());
    if (job) return job;
    throw new InvalidArgumentError(`“${word.trim()}” is not one of ${jobNames.join(', ')}.`);
  });
}

async function bench(session: Session, options: BenchOptions): Promise<void> {
  if (options.installPeers) installPeers(session);
  const wanted = options.only ?? jobNames;
  const chosen = jobNames.filter(
    (job) => wanted.includes(job) || wanted.some((other) => needs[other]?.includes(job) === true),
  );
  const dir = session.tempDirIn(tmpdir());
  const stems = await session.work('Playing the song', async () => makeStems(dir));
  const common = { dsp: await loadDspFromDisk(), peers: findPeers(), dir, stems, rounds: options.rounds };
  const rows: BenchRow[] = [];
  for (const job of chosen) {
    const made = await session.work(`Measuring ${job}`, ({ onProgress, signal }) => {
      signal.throwIfAborted();
      return jobs[job]({ ...common, onProgress });
    });
    rows.push(...made);
  }
  if (options.write) writeFileSync(page, performancePage(rows, options.rounds));
  session.print({ machine: machineLines(options.rounds), rows }, () => [
    ...rows.flatMap(({ job, goal, ours, peers, ratio, met }) => [
      `${job}  (goal: ${goal})`,
      `  sweetspot  ${ours}${met === null ? '' : met ? '  – met' : '  – not met'}`,
      ...peers.map(({ name, value }) => `  ${name}  ${value}`),
      ...(ratio === '' ? [] : [`  ratio  ${ratio}`]),
    ]),
    '',
    ...machineLines(options.rounds),
  ]);
}

function installPeers(session: Session): void {
  for (const [command, ...args] of peerInstallation) {
    session.note(`$ ${[command, ...args].join(' ')}`);
    const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0)
      throw new AppError(
        'unavailable',
        `${command} could not install the peers${error ? ` (${error.message})` : ''}; its reason is above.`,
      );
  }
}
