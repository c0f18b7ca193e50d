import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Makes one file of each `src/worklets/*-worklet.ts` and all that it imports, in `build/`. The pages' own bundler leaves
 * modules of audio worklets as they are (docs/decisions/0013-worklets.md).
 */
const directory = join(import.meta.dirname, '..');
for (const source of globSync('src/worklets/*-worklet.ts', { cwd: directory })) {
  const bundle = await rolldown({ input: join(directory, source), logLevel: 'warn' });
  const file = join(directory, 'build', basename(source).replace(/\.ts$/, '.js'));
  await bundle.write({ file, format: 'esm', minify: true });
  await bundle.close();
}
