import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { type IntakeStem, judgeStems } from '@sweetspot/advice';
import { analyseFile, measureStems } from '@sweetspot/audio';
import { guessStemRole } from '@sweetspot/dsp';
import type { IntakeMeasures, StemFinding } from '@sweetspot/protocol';
import { type CommandFactory, newCommand } from '../command.ts';
import { findStems } from '../find-stems.ts';
import { findingLines } from '../reports/file-lines.ts';
import type { CommonOptions, Session } from '../session.ts';

/** Share of the work that measuring every stem by itself takes. */
const aloneShare = 0.6;

export const intakeCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'intake',
    summary: 'check a folder of stems before they are mixed',
    description:
      'Looks at a folder of stems as an engineer would before mixing them: sample rates, bit depths, lengths and starts, ' +
      'silence, clipping, mono files in stereo ones, names that say nothing, doubles, and recordings of one source that ' +
      'work against each other or lie apart.\n\n' +
      'With --rough the stems are also held against a rough mix: whether their plain sum cancels it, at which levels they ' +
      'make it, which stem is not in it and which one lies elsewhere.',
    examples: [
      ['sweetspot intake stems/', 'Check a folder:'],
      ['sweetspot intake stems/ --rough rough.wav', 'Check it against the rough mix:'],
    ],
  })
    .argument('<folder>', 'folder with the stems')
    .option('--rough <file>', 'rough mix that the stems should add up to')
    .action(async (dir: string, options: CommonOptions & { rough?: string }) => {
      await inSession(options, (session) => intake(session, dir, options.rough));
    });

async function intake(session: Session, dir: string, roughPath: string | undefined): Promise<void> {
  // A rough may lie among its stems.
  const roughFile = roughPath === undefined ? null : realpathSync(roughPath);
  const files = findStems(dir).filter(({ path }) => realpathSync(path) !== roughFile);
  const { stems, measures } = await session.work(`Checking ${files.length} stems`, async ({ onProgress, signal }) => {
    const stems: IntakeStem[] = [];
    for (const [index, { path, name }] of files.entries()) {
      const { sha256, analysis } = await analyseFile(path, { name, signal });
      stems.push({ name, sha256, analysis });
      onProgress((aloneShare * (index + 1)) / files.length);
    }
    const measures = await measureStems(
      { stems: files, roughPath },
      {
        tempDir: session.tempDirIn(tmpdir()),
        signal,
        onProgress: (done) => onProgress(aloneShare + (1 - aloneShare) * done),
      },
    );
    return { stems, measures };
  });
  const findings = judgeStems(stems, measures);
  session.print(document(dir, stems, measures, findings), () => [
    `${files.length} stems in ${dir}`,
    ...(findings.length === 0 ? ['Nothing to complain about.'] : findingLines(findings)),
    '',
  ]);
}

/** What `intake --json` says; stems of a finding are named by their place in `stems`. */
const document = (
  dir: string,
  stems: readonly IntakeStem[],
  measures: IntakeMeasures,
  findings: readonly StemFinding[],
) => ({
  folder: dir,
  stems: stems.map(({ name, sha256, analysis }, index) => ({
    file: basename(name),
    sha256,
    role: guessStemRole(name, analysis.activity.spectralCentroidHz).role,
    sampleRate: analysis.format.sampleRate,
    bitDepth: analysis.format.bitDepth,
    channels: analysis.format.channels,
    durationSeconds: analysis.format.frames / analysis.format.sampleRate,
    integratedLufs: analysis.loudness.integratedLufs,
    activeRatio: analysis.activity.activeRatio,
    offsetSamples: measures.offsetSamples[index] ?? null,
    gainInRoughDb: measures.rough?.stemGainsDb[index] ?? null,
  })),
  pairs: measures.pairs,
  rough: measures.rough && {
    offsetSamples: measures.rough.offsetSamples,
    gainDb: measures.rough.gainDb,
    residualDb: measures.rough.residualDb,
    balancedResidualDb: measures.rough.balancedResidualDb,
  },
  findings,
});
