import { cpus, loadavg } from 'node:os';
import { engineVersion } from '@sweetspot/dsp';
import { findPeers, versionOf } from './peers.ts';
import type { BenchRow } from './row.ts';

/** The page that `sweetspot bench --write` makes, in Markdown. */
export function performancePage(rows: readonly BenchRow[], rounds: number): string {
  const cells = rows.map((row) => [
    row.job,
    row.goal,
    row.ours,
    row.peers.map(({ name, value }) => `${name}: ${value}`).join('<br>') || '–',
    row.ratio || '–',
    row.met === null ? '–' : row.met ? 'yes' : 'no',
  ]);
  const head = ['job', 'goal', 'Sweetspot', 'peers', 'ratio', 'met'];
  return [
    '# Performance',
    '',
    'Made by `pnpm bench --write`: ours and the peers by turns in one run on one machine, so that the ratios mean something where the',
    'absolute figures do not. A speed is how many times faster than the music plays, by the clock, and in brackets by processor',
    'time (of all processors together), which other work on the machine disturbs less.',
    '',
    ...tableLines(head, cells),
    '',
    '## How each was measured',
    '',
    ...rows.map(({ job, how }) => `- **${job}**: ${how}.`),
    '',
    '## Where',
    '',
    ...machineLines(rounds).map((line) => `- ${line}`),
    '',
  ].join('\n');
}

function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}

/** What ran where. */
export function machineLines(rounds: number): string[] {
  const peers = findPeers();
  const all = cpus();
  return [
    `${all.length} × ${all[0]?.model.trim() ?? 'unknown processor'}, ${process.platform} ${process.arch}, Node ${process.versions.node}, engine ${engineVersion}`,
    `best of ${rounds} ${rounds === 1 ? 'run' : 'runs'} each, while ${loadavg()[1]!.toFixed(1)} processes on average wanted the processors`,
    `peers: ${[
      peers.ffmpeg === null ? 'no FFmpeg' : versionOf(peers.ffmpeg, '-version'),
      peers.libebur128 === null ? 'no libebur128' : 'libebur128',
      peers.sox === null ? 'no SoX' : versionOf(peers.sox, '--version').replace(/^sox:\s*/, ''),
      peers.nodeWebAudio === null ? 'no node-web-audio-api' : 'node-web-audio-api',
    ].join('; ')}`,
    'material: the song that Sweetspot plays by itself (`packages/audio/src/demo-song`), the same everywhere',
  ];
}
