import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

test('the Node that packages are checked against, and that of the container, is the one that is installed', async () => {
  const { devDependencies } = JSON.parse(await read('package.json')) as { devDependencies: { node: string } };
  const installed = devDependencies.node;
  expect(await read('pnpm-workspace.yaml')).toContain(`\nnodeVersion: ${installed}\n`);
  expect(await read('Dockerfile')).toContain(`node:${installed}-`);
});
