import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { levels } from './boundaries/architecture.ts';
import { repositoryRoot } from './launch/read-settings.ts';

const read = (file: string) => readFileSync(join(repositoryRoot, file), 'utf8');
const example = read('.env.example');
const explained = new Set([...example.matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name ?? ''));

/** Set by us for our own processes, not by people. */
const internal = ['NODE_ENV', 'SWEETSPOT_LAUNCHER', 'NEXTAUTH_URL', 'NEXTAUTH_SECRET', 'NEXT_TELEMETRY_DISABLED'];

/** Names of variables that a file defines, reads or sets: keys of an object, or quoted. */
function namesIn(file: string): string[] {
  const found = read(file).matchAll(/(?:^\s*|['"])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|HOST)(?:['"]|:\s)/gm);
  return [...new Set([...found].map(([, name]) => name ?? ''))].filter((name) => !internal.includes(name));
}

describe('.env.example', () => {
  const readers = [
    'scripts/launch/read-settings.ts',
    'packages/core/src/settings/installation-settings.ts',
    // The command line reads nothing but where the system keeps settings.
    ...globSync('apps/{web,worker}/src/**/env.ts', { cwd: repositoryRoot }),
  ];

  test.each(readers)('explains every variable of %s', (file) => {
    expect(namesIn(file).length).toBeGreaterThan(2);
    expect(namesIn(file).filter((name) => !explained.has(name))).toEqual([]);
  });

  test('explains no variable that nobody reads', () => {
    const files = [...readers, 'scripts/verify/find-browser.ts'];
    const all = files.map(read).join('\n');
    expect([...explained].filter((name) => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([]);
  });
});

describe('the containers', () => {
  test('compose.yaml sets only variables that are explained', () => {
    const section = read('compose.yaml').split('services:')[0] ?? '';
    const names = [...section.matchAll(/^\s{4}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !explained.has(name))).toEqual([]);
  });

  test('the Dockerfile copies the manifest of every workspace', () => {
    const dockerfile = read('Dockerfile');
    const workspaces = Object.keys(levels).filter(
      (path) => globSync(`${path}/package.json`, { cwd: repositoryRoot }).length,
    );
    expect(workspaces.filter((path) => !dockerfile.includes(`COPY ${path}/package.json ${path}/`))).toEqual([]);
  });

  test('run the Node and the pnpm that are pinned', () => {
    const manifest = JSON.parse(read('package.json')) as { packageManager: string; devDependencies: { node: string } };
    const dockerfile = read('Dockerfile');
    expect([...dockerfile.matchAll(/FROM node:(\S+)-slim/g)].map(([, version]) => version)).toEqual([
      manifest.devDependencies.node,
      manifest.devDependencies.node,
    ]);
    expect([...dockerfile.matchAll(/npx -y (\S+)/g)].map(([, name]) => name)).toEqual(
      Array(3).fill(manifest.packageManager),
    );
  });
});
