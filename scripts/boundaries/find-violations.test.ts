import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findViolations } from './find-violations.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sweetspot-boundaries-'));
  const manifests: Record<string, string[]> = {
    'packages/dsp': [],
    'packages/protocol': ['@sweetspot/dsp', 'zod'],
    'packages/core': ['@sweetspot/prisma', '@sweetspot/protocol'],
    'packages/audio': ['@sweetspot/dsp', 'node-av', '@sweetspot/core'],
    'apps/web': ['@sweetspot/core', '@sweetspot/prisma', 'react', 'next'],
    'apps/worker': ['@sweetspot/core', '@sweetspot/web', 'react', 'node-av'],
    prisma: ['@prisma/client'],
  };
  for (const [path, dependencies] of Object.entries(manifests)) {
    const name = `@sweetspot/${path.split('/').at(-1)}`;
    const all = Object.fromEntries(dependencies.map((dependency) => [dependency, '1.0.0']));
    write(`${path}/package.json`, JSON.stringify({ name, dependencies: all }));
  }
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

/** Violations of the sources, without those of the manifests above. */
function check(): string[] {
  return findViolations(root)
    .filter(({ file }) => !file.endsWith('package.json'))
    .map(({ file, line, sentence }) => `${file}:${line} ${sentence}`);
}

test('what the architecture allows passes', () => {
  write('packages/protocol/src/ids.ts', `import { z } from 'zod';\nimport type { Rate } from '@sweetspot/dsp';\n`);
  write('packages/core/src/index.ts', `export { createPrismaClient } from '@sweetspot/prisma';\n`);
  write('packages/core/src/a.test.ts', `import { createTestDatabase } from '@sweetspot/prisma/testing';\n`);
  write('packages/audio/src/decode.ts', `import { Decoder } from 'node-av';\nimport fs from 'node:fs';\n`);
  write(
    'apps/web/src/features/song/song.tsx',
    `import type { Router } from '../../server/router.ts';\nimport 'react';\n`,
  );
  write('apps/web/src/server/env.ts', 'export const port = process.env.PORT;\n');
  write('apps/web/src/server/a.test.ts', `import { createTestDatabase } from '@sweetspot/prisma/testing';\n`);
  write('scripts/start.ts', `import '../prisma/src/migrate.ts';\nconsole.log(process.env.PATH);\n`);
  write('packages/core/src/quoted.ts', `// import '@sweetspot/web'\n/* process.env */\nexport const a = 1;\n`);
  expect(check()).toEqual([]);
});

test.each([
  [
    'upwards',
    'packages/dsp/src/a.ts',
    `import '@sweetspot/protocol';`,
    /level 0\) may not import @sweetspot\/protocol \(level 1/,
  ],
  ['sideways', 'packages/audio/src/a.ts', `import '@sweetspot/core';`, /may not import @sweetspot\/core/],
  ['upwards by re-export', 'packages/dsp/src/a.ts', `export * from '@sweetspot/protocol';`, /may not import/],
  ['dynamically', 'packages/dsp/src/a.ts', `const a = await import('@sweetspot/protocol');`, /may not import/],
  [
    'over several lines',
    'packages/dsp/src/a.ts',
    `import {\n  a,\n  b,\n} from '@sweetspot/protocol';`,
    /may not import/,
  ],
  ['an app', 'apps/worker/src/a.ts', `import '@sweetspot/web';`, /may not import @sweetspot\/web/],
  ['an app by path', 'scripts/a.ts', `import '../apps/web/server.ts';`, /nobody imports an app/],
  [
    'another workspace by path',
    'packages/core/src/a.ts',
    `import '../../protocol/src/ids.ts';`,
    /leaves the workspace/,
  ],
  ['React outside the web', 'apps/worker/src/a.ts', `import 'react';`, /apps\/web alone/],
  ['FFmpeg outside audio', 'apps/worker/src/a.ts', `import 'node-av/api';`, /packages\/audio alone/],
  ['Prisma outside prisma', 'packages/core/src/a.ts', `import '@prisma/client';`, /prisma\/ alone/],
  ['the database outside core', 'apps/web/src/server/a.ts', `import '@sweetspot/prisma';`, /through packages\/core/],
  ['a test database in the product', 'apps/web/src/server/a.ts', `import '@sweetspot/prisma/testing';`, /for tests/],
  ['the environment', 'packages/core/src/a.ts', `const a = process.env['A'];`, /read once at boot/],
  ['Node in the browser', 'packages/protocol/src/a.ts', `import fs from 'node:fs';`, /does not exist in a browser/],
  ['the server in the browser', 'apps/web/src/features/a.tsx', `import { a } from '../server/a.ts';`, /only types/],
  ['what is not declared', 'packages/protocol/src/a.ts', `import 'lodash';`, /lodash is not in packages\/protocol/],
  ['a drawer', 'packages/core/src/utils/a.ts', 'export const a = 1;', /name it by what it does/],
  ['a drawer in one file', 'packages/core/src/helpers.ts', 'export const a = 1;', /name it by what it does/],
])('refuses %s', (_what, file, source, sentence) => {
  write(file, `${source}\n`);
  expect(check()).toContainEqual(expect.stringMatching(sentence));
});

test('names the line', () => {
  write('packages/dsp/src/a.ts', `export const a = 1;\n\nimport '@sweetspot/protocol';\n`);
  expect(check()[0]).toMatch(/^packages\/dsp\/src\/a\.ts:3 /);
});

test('refuses a dependency that goes sideways or up, which is where a cycle would begin', () => {
  const declared = findViolations(root).filter(({ file }) => file.endsWith('package.json'));
  expect(declared.map(({ file, sentence }) => `${file} ${sentence}`)).toEqual([
    expect.stringMatching(/^packages\/audio\/package.json .*may not depend on @sweetspot\/core/),
    expect.stringMatching(/^apps\/worker\/package.json .*may not depend on @sweetspot\/web/),
  ]);
});
