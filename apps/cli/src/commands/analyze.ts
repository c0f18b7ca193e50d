import { analyseFile } from '@sweetspot/audio';
import { type CommandFactory, newCommand } from '../command.ts';
import { describeFailure, type Failure } from '../describe-failure.ts';
import { fileLines } from '../reports/file-lines.ts';
import { type FileReport, reportFile } from '../reports/report-file.ts';
import type { CommonOptions, Session } from '../session.ts';

type Entry = FileReport | { file: string; error: Pick<Failure, 'code' | 'message'> };

export const analyzeCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'analyze',
    summary: 'measure files: loudness, peaks, stereo, damage',
    description:
      'Measures sound files: loudness (ITU-R BS.1770-5, EBU Tech 3341 and 3342), true peak, stereo image, spectrum, damage, ' +
      'tempo and key; and says what a file is (an element, a mix, a master), what is wrong with it, and what it needs. WAV, AIFF, FLAC, MP3, M4A and OGG are read; what a file is, is decided by its content and ' +
      'never by its name.\n\n' +
      'A file that cannot be read is reported in its place, the others are still measured, and the exit code is 1. ' +
      'Levels of silence are −∞, which JSON writes as null.',
    examples: [
      ['sweetspot analyze mix.wav', 'Measure one file:'],
      ['sweetspot analyze masters/*.wav --json > measures.json', 'Measure an album for a program:'],
    ],
  })
    .argument('<file...>', 'sound files')
    .action(async (files: string[], options: CommonOptions) => {
      await inSession(options, (session) => analyze(session, files));
    });

async function analyze(session: Session, files: string[]): Promise<void> {
  const entries: Entry[] = [];
  for (const file of files) {
    entries.push(await analyzeOne(session, file));
  }
  session.print(entries, () => entries.flatMap((entry) => ('error' in entry ? [] : fileLines(entry))));
  const failed = entries.filter((entry) => 'error' in entry).length;
  if (failed > 0) session.fail();
}

async function analyzeOne(session: Session, file: string): Promise<Entry> {
  try {
    const { sha256, analysis } = await session.work(`Measuring ${file}`, (options) =>
      analyseFile(file, { ...options, name: file }),
    );
    return reportFile(file, sha256, analysis);
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.exitCode === 130) throw error;
    session.terminal.err(`sweetspot: ${failure.message}\n`);
    return { file, error: { code: failure.code, message: failure.message } };
  }
}
