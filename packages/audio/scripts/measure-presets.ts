import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { masterPreset, masterPresets } from '@sweetspot/protocol/master-presets';
import { analyseFile } from '../src/analyse-file.ts';
import { renderMaster } from '../src/render-master.ts';

/**
 * Masters files by every preset and prints what came out beside what was asked for: `node
 * packages/audio/scripts/measure-presets.ts FILE…`.
 */
const folder = mkdtempSync(join(tmpdir(), 'measure-presets-'));
try {
  for (const inputPath of process.argv.slice(2)) {
    const { analysis } = await analyseFile(inputPath);
    const { integratedLufs, truePeakDbtp, rangeLu } = analysis.loudness;
    process.stdout.write(`${basename(inputPath)}: ${integratedLufs?.toFixed(2)} LUFS, LRA ${rangeLu?.toFixed(2)}\n`);
    for (const { id } of masterPresets) {
      const recipe = masterPreset(id, { integratedLufs: integratedLufs ?? 0, truePeakDbtp });
      const { loudness, ...made } = await renderMaster({ recipe, inputPath, outPath: join(folder, 'master.wav') });
      const off = (loudness.integratedLufs ?? 0) - recipe.targetLufs;
      const under = recipe.ceilingDbtp - (loudness.truePeakDbtp ?? 0);
      process.stdout.write(
        `  ${id}: ${off.toFixed(3)} LU off ${recipe.targetLufs} LUFS, ${under.toFixed(3)} dB under ${recipe.ceilingDbtp} dBTP, LRA ${loudness.rangeLu?.toFixed(2)}, PLR ${loudness.plrDb?.toFixed(1)}, limiter ${made.limiterReductionDb.toFixed(1)} dB, compressor ${made.compressorReductionDb.toFixed(1)} dB, ${made.passes} passes\n`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
