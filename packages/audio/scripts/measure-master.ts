import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMasterRecipe } from '@sweetspot/protocol/recipes';
import { renderMaster } from '../src/render-master.ts';

/**
 * Masters files to several loudnesses and prints how near each came, with how many passes, and how many times faster than
 * real time, in processor time: `node packages/audio/scripts/measure-master.ts FILE…`.
 */
const folder = mkdtempSync(join(tmpdir(), 'measure-master-'));
try {
  for (const inputPath of process.argv.slice(2)) {
    for (const [lufs, ceilingDbtp] of [
      [-16, -1],
      [-14, -1],
      [-9, -1],
    ] as const) {
      const start = process.cpuUsage();
      const recipe = defaultMasterRecipe({ lufs, ceilingDbtp });
      const result = await renderMaster({ recipe, inputPath, outPath: join(folder, 'master.wav') });
      const { user, system } = process.cpuUsage(start);
      const speed = result.frames / result.sampleRate / ((user + system) / 1e6);
      const { integratedLufs, truePeakDbtp, rangeLu } = result.loudness;
      process.stdout.write(
        `${inputPath}: ${lufs} LUFS asked, ${integratedLufs?.toFixed(3)} LUFS, ${truePeakDbtp?.toFixed(3)} dBTP, LRA ${rangeLu?.toFixed(2)}, limiter ${result.limiterReductionDb.toFixed(1)} dB, ${result.passes} passes, ${speed.toFixed(0)} × realtime\n`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
