import { basename } from 'node:path';
import { type DiffChange, describeDifference, diffFiles, type FileDifference } from '@sweetspot/audio';
import { type CommandFactory, newCommand } from '../command.ts';
import { change, clock, level, table } from '../reports/words.ts';
import type { CommonOptions, Session } from '../session.ts';

export const diffCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'diff',
    summary: 'tell what changed between two versions',
    description:
      'Finds out what became of file A in file B. The two are aligned (to a part of a sample where that is needed), their ' +
      'level and polarity are matched, and what is left is measured by half seconds and by bands. So a file that was only ' +
      'trimmed, only turned up, or changed from 0:42 to 0:58 is reported as just that.\n\n' +
      'In the JSON, offsetSamples is how much later the beginning of A lies in B (negative when B was cut), gainDb how much ' +
      'louder B is, residualDb the RMS level of what differs (null when nothing does).',
    examples: [
      ['sweetspot diff mix3.wav mix4.wav', 'What the last round changed:'],
      ['sweetspot diff approved.wav from-the-shop.flac --json', 'Whether a shop altered the master, for a program:'],
    ],
  })
    .argument('<A>', 'the earlier file')
    .argument('<B>', 'the later file')
    .action(async (a: string, b: string, options: CommonOptions) => {
      await inSession(options, (session) => diff(session, a, b));
    });

async function diff(session: Session, a: string, b: string): Promise<void> {
  const names: [string, string] = [basename(a), basename(b)];
  if (names[0] === names[1]) names.splice(0, 2, a, b);
  const found = await session.work(`Comparing ${names[0]} with ${names[1]}`, (run) =>
    diffFiles(a, b, { ...run, names }),
  );
  const message = describeDifference(found, names);
  session.print({ message, ...found }, () => [message, ...diffLines(found)]);
}

function diffLines({
  verdict,
  offsetSamples,
  sampleRate,
  gainDb,
  residualDb,
  relativeResidualDb,
  changes,
}: FileDifference): string[] {
  if (verdict === 'unrelated' || offsetSamples === null || gainDb === null) return [];
  const offset = Number.isInteger(offsetSamples) ? String(offsetSamples) : offsetSamples.toFixed(2);
  return [
    ...table([
      ['offset', `${offset} samples at ${sampleRate / 1000} kHz`.replace(/^-/, '−')],
      ['gain', change(gainDb, 'dB', 2)],
      ['what differs', level(residualDb, 'dBFS')],
      ['against the sound', level(relativeResidualDb, 'dB')],
    ]),
    ...changes.map(changeLine),
  ];
}

function changeLine({ fromSeconds, toSeconds, residualDb, gainDb, bands }: DiffChange): string {
  const what = gainDb === null ? `mostly in ${bands.join(', ')}` : `turned ${change(gainDb, 'dB')}`;
  return `  ${clock(fromSeconds)} – ${clock(toSeconds)}  ${level(residualDb, 'dBFS')}, ${what}`;
}
