import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { defaultMasterRecipe, fullMatch, matchDistanceDb } from '@sweetspot/protocol/recipes';
import { type BandPower, listenForMatch } from '../src/match/listen-for-match.ts';
import { matchReferences } from '../src/match/match-references.ts';
import { renderMaster } from '../src/render-master.ts';

/**
 * Matches a song to a reference at full intensity and prints what is left between them, by thirds of an octave from 40 Hz to
 * 10 kHz, levels apart, and what the recipe says of it: `node packages/audio/scripts/measure-match.ts SONG REFERENCE …`.
 */
const folder = mkdtempSync(join(tmpdir(), 'measure-match-'));

function leftBetween(one: readonly BandPower[], other: readonly BandPower[]): string {
  const apart = one.flatMap(({ hz, mid, side }) => {
    const match = other.find((band) => band.hz === hz);
    if (!match || hz < 40 || hz > 10_000) return [];
    return [{ hz, db: 10 * Math.log10((mid + side) / (match.mid + match.side)) }];
  });
  const middle = apart.reduce((sum, { db }) => sum + db, 0) / apart.length;
  const worst = apart.reduce((a, b) => (Math.abs(b.db - middle) > Math.abs(a.db - middle) ? b : a));
  const rms = Math.sqrt(apart.reduce((sum, { db }) => sum + (db - middle) ** 2, 0) / apart.length);
  return `at most ${(worst.db - middle).toFixed(2)} dB at ${worst.hz} Hz, RMS ${rms.toFixed(2)} dB`;
}

try {
  const paths = process.argv.slice(2);
  for (let at = 0; at + 1 < paths.length; at += 2) {
    const [songPath, referencePath] = [paths[at]!, paths[at + 1]!];
    const reference = { sha256: 'reference', name: basename(referencePath), weight: 1 };
    const recipe = await matchReferences({
      songPath,
      recipe: { ...defaultMasterRecipe(), match: { references: [reference], intensity: fullMatch, found: null } },
      referencePaths: { reference: referencePath },
    });
    const outPath = join(folder, 'matched.wav');
    const { loudness } = await renderMaster({ recipe, inputPath: songPath, outPath });
    const [song, matched, record] = [
      await listenForMatch(songPath),
      await listenForMatch(outPath),
      await listenForMatch(referencePath),
    ];
    const off = matched.integratedLufs - record.integratedLufs;
    process.stdout.write(
      `${basename(songPath)} → ${basename(referencePath)}: ${off.toFixed(2)} LU off, ${loudness.truePeakDbtp?.toFixed(2)} dBTP\n` +
        `  before: ${leftBetween(song.bands, record.bands)}\n` +
        `  after: ${leftBetween(matched.bands, record.bands)}\n` +
        `  the recipe says: ${matchDistanceDb(recipe.match?.found ?? [], 'afterDb')?.toFixed(2)} dB RMS\n` +
        `  loud parts: ${leftBetween(matched.loud.bands, record.loud.bands)}\n` +
        `  ${recipe.toneCurve.reason}\n  ${recipe.reason}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
