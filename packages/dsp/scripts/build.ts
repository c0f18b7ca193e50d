import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** Compiles `assembly/` to `build/sweetspot.wasm`, and a readable `.wat` beside it with `--text`. */
const packageDirectory = dirname(dirname(fileURLToPath(import.meta.url)));
const outFile = 'build/sweetspot.wasm';

await mkdir(join(packageDirectory, 'build'), { recursive: true });
const { error, stdout, stderr } = await asc.main([
  'assembly/index.ts',
  ...['--baseDir', packageDirectory],
  ...['--outFile', outFile],
  ...(process.argv.includes('--text') ? ['--textFile', 'build/sweetspot.wat'] : []),
  ...['--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'bulk-memory'],
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
  ...['--use', 'abort='],
  ...['--initialMemory', '4', '--maximumMemory', '16384'],
]);
process.stdout.write(stdout.toString());
process.stderr.write(stderr.toString());
if (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const { size } = await stat(join(packageDirectory, outFile));
process.stdout.write(`${outFile} ${(size / 1024).toFixed(1)} kB\n`);
