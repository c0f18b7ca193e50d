import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import {
  allowedNames,
  browserCode,
  type Confined,
  confined,
  environmentReaders,
  forbiddenNames,
  levels,
} from './architecture.ts';
import { type Import, readEnvironmentUses, readImports } from './read-imports.ts';

export type Violation = { file: string; line: number; sentence: string };

type Workspace = { path: string; level: number; name: string; dependencies: Set<string> };

const ignored = /(^|\/)(node_modules|\.next|\.data|build|client|test-results|playwright-report|assembly)(\/|$)/;

/** Everything in the tree below `root` that departs from the architecture. */
export function findViolations(root: string): Violation[] {
  const workspaces = readWorkspaces(root);
  const files = globSync('**/*.{ts,tsx,mts,mjs,js,jsx}', { cwd: root, exclude: (name) => ignored.test(name) })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !ignored.test(file))
    .sort();
  return [
    ...workspaces.flatMap((workspace) => checkDeclared(workspace, workspaces)),
    ...files.flatMap((file) => checkFile(file, readFileSync(join(root, file), 'utf8'), workspaces)),
  ];
}

function readWorkspaces(root: string): Workspace[] {
  return Object.entries(levels)
    .filter(([path]) => existsSync(join(root, path, 'package.json')))
    .map(([path, level]) => {
      const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as {
        name: string;
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
      };
      const dependencies = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
      return { path, level, name: manifest.name, dependencies };
    });
}

/** Levels that only ever fall leave no room for a cycle. */
function checkDeclared(workspace: Workspace, workspaces: Workspace[]): Violation[] {
  return workspaces
    .filter(({ name, level }) => workspace.dependencies.has(name) && level >= workspace.level)
    .map(({ name, level }) => ({
      file: `${workspace.path}/package.json`,
      line: 1,
      sentence: `${workspace.name} (level ${workspace.level}) may not depend on ${name} (level ${level}): downwards only`,
    }));
}

function checkFile(file: string, source: string, workspaces: Workspace[]): Violation[] {
  const sentences: { line: number; sentence: string }[] = [];
  if (forbiddenNames.test(file) && !allowedNames.test(file)) {
    sentences.push({
      line: 1,
      sentence: 'a name that says nothing becomes a drawer for everything; name it by what it does',
    });
  }
  if (!environmentReaders.some((allowed) => allowed.test(file))) {
    for (const line of readEnvironmentUses(source)) {
      sentences.push({ line, sentence: 'the environment is read once at boot, in the env.ts of the app' });
    }
  }
  const workspace = workspaces.find(({ path }) => file.startsWith(`${path}/`));
  for (const each of readImports(source)) {
    for (const sentence of checkImport(file, each, workspace, workspaces))
      sentences.push({ line: each.line, sentence });
  }
  return sentences.map((each) => ({ file, ...each }));
}

function checkImport(file: string, each: Import, workspace: Workspace | undefined, workspaces: Workspace[]): string[] {
  const { specifier } = each;
  if (specifier.startsWith('.')) return checkRelative(file, each, workspace);
  if (specifier.startsWith('node:')) {
    const inBrowser = browserCode.some((path) => path.test(file)) && !/\.test\.tsx?$/.test(file);
    return inBrowser && !each.typeOnly ? [`${specifier} does not exist in a browser`] : [];
  }

  const sentences: string[] = [];
  const rule = findConfined(specifier);
  const isOwn = workspace !== undefined && (specifier === workspace.name || specifier.startsWith(`${workspace.name}/`));
  if (
    rule !== undefined &&
    !isOwn &&
    !rule.allowed.some((allowed) => allowed.test(file)) &&
    !file.startsWith('scripts/')
  ) {
    sentences.push(`${specifier} may not be imported here: ${rule.because}`);
  }
  const imported = workspaces.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (imported !== undefined && workspace !== undefined && !isOwn && imported.level >= workspace.level) {
    sentences.push(
      `${workspace.name} (level ${workspace.level}) may not import ${imported.name} (level ${imported.level})`,
    );
  }
  const packageName = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (workspace !== undefined && !isOwn && !workspace.dependencies.has(packageName) && !/^[~#]/.test(specifier)) {
    sentences.push(`${packageName} is not in ${workspace.path}/package.json`);
  }
  return sentences;
}

function checkRelative(file: string, { specifier, typeOnly }: Import, workspace: Workspace | undefined): string[] {
  const target = posix.join(posix.dirname(file), specifier);
  if (workspace === undefined) {
    const intoApp = /^(apps\/|e2e\/)/.test(target);
    return intoApp && !file.startsWith('e2e/') ? ['nobody imports an app'] : [];
  }
  if (!target.startsWith(`${workspace.path}/`))
    return [`${specifier} leaves the workspace; import the package by its name`];
  const intoServer = /^apps\/web\/src\/(features|components)\//.test(file) && target.startsWith('apps/web/src/server/');
  return intoServer && !typeOnly && !/\.test\.tsx?$/.test(file)
    ? ['code for the browser may take only types from the server (`import type`)']
    : [];
}

/** The rule with the longest matching name, so that `@sweetspot/prisma/testing` is not taken for `@sweetspot/prisma`. */
function findConfined(specifier: string): Confined | undefined {
  const matching = confined.flatMap((rule) =>
    rule.packages
      .filter((name) => specifier === name || specifier.startsWith(name.endsWith('/') ? name : `${name}/`))
      .map((name) => ({ rule, length: name.length })),
  );
  return matching.sort((a, b) => b.length - a.length)[0]?.rule;
}
