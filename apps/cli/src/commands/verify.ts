import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { hashFile, renderMaster, renderMix } from '@sweetspot/audio';
import { engineVersion } from '@sweetspot/dsp';
import { type CommandFactory, newCommand } from '../command.ts';
import { findInputs, masterInputsOf, type RecipeFile, readRecipeFile } from '../recipe-file.ts';
import type { CommonOptions, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

interface VerifyOptions extends CommonOptions {
  approved: string;
  stems?: string;
}

interface Verdict {
  file: string;
  sha256: string;
  approved: string;
  by: 'hash' | 'render';
  matches: boolean;
  /** What the approved file's SHA-256 is, or what the recipe renders to. */
  expectedSha256: string;
  message: string;
}

export const verifyCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'verify',
    summary: 'prove that a file is the approved one, or what a recipe renders to',
    description:
      'Compares a file with what was approved, bit for bit. --approved is either the SHA-256 that stands beside the ' +
      'approval, or a recipe written by --recipe-out: then it is rendered again from its inputs and the two files are ' +
      'compared. Exit code 0 when they are the same, 1 when not.',
    examples: [
      [
        'sweetspot verify master.wav --approved 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        'By the checksum:',
      ],
      ['sweetspot verify rough.wav --approved rough.json', 'By rendering it again:'],
    ],
  })
    .argument('<file>', 'the file to prove')
    .requiredOption('--approved <sha256|recipe>', 'the checksum, or the recipe')
    .option('--stems <folder>', 'where the inputs of the recipe are (default: where it says)')
    .action(async (file: string, options: VerifyOptions) => {
      await inSession(options, (session) => verify(session, file, options));
    });

async function verify(session: Session, file: string, options: VerifyOptions): Promise<void> {
  const { approved } = options;
  const sha256 = await session.work(`Reading ${basename(file)}`, ({ signal }) => hashFile(file, signal));
  const isHash = /^[0-9a-f]{64}$/i.test(approved);
  if (!isHash && !existsSync(approved)) {
    throw new UsageError(`--approved takes a SHA-256 (64 hexadecimal digits) or a recipe; ${approved} is neither.`);
  }
  const rendered = isHash ? null : await renderAgain(session, approved, options.stems);
  const expectedSha256 = rendered?.sha256 ?? approved.toLowerCase();
  const matches = sha256 === expectedSha256;
  const verdict: Verdict = {
    file,
    sha256,
    approved,
    by: isHash ? 'hash' : 'render',
    matches,
    expectedSha256,
    message: matches
      ? `${file} is ${isHash ? 'the approved file' : `what ${approved} renders to`}, bit for bit.`
      : `${file} is not ${isHash ? 'the approved file' : `what ${approved} renders to`}${rendered?.doubt ?? ''}.`,
  };
  session.print(verdict, () => [verdict.message]);
  if (!matches) session.fail();
}

/** Renders the recipe from its inputs; `doubt` says why the result may differ from what it once was. */
async function renderAgain(
  session: Session,
  path: string,
  folder: string | undefined,
): Promise<{ sha256: string; doubt: string }> {
  const file = readRecipeFile(path);
  const inputs = findInputs(file, folder);
  const tempDir = session.tempDirIn(tmpdir());
  const outPath = join(tempDir, 'again.wav');
  const { recipe } = file;
  await session.work(`Rendering ${basename(path)} again`, async (run) => {
    if (recipe.kind === 'mix') await renderMix({ recipe, inputs, outPath }, { ...run, tempDir });
    else await renderMaster({ ...masterInputsOf(recipe, inputs), outPath }, run);
  });
  return { sha256: await hashFile(outPath), doubt: await findDoubt(file, inputs) };
}

async function findDoubt(file: RecipeFile, inputs: Record<string, string>): Promise<string> {
  for (const [id, path] of Object.entries(inputs)) {
    const stated = file.inputs[id]?.sha256;
    if (stated !== undefined && stated !== (await hashFile(path)))
      return `; its input ${path} is not the file that the recipe was rendered from`;
  }
  if (file.engineVersion !== null && file.engineVersion !== engineVersion)
    return `; the recipe was rendered by engine ${file.engineVersion} and this is engine ${engineVersion}`;
  return '';
}
