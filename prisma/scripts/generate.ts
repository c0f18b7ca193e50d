import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Generates the typed client of `schema.prisma` into `client/`.
 *
 * The CLI insists on a schema engine binary, which it would download, although generating never runs it. It accepts any
 * executable in its place, so it gets one that fails loudly if it ever is run.
 */
const workspace = resolve(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'sweetspot-prisma-'));

try {
  const stand = join(directory, 'schema-engine');
  writeFileSync(
    stand,
    '#!/bin/sh\necho "the schema engine is not used here; see docs/decisions/0002-migrations.md" >&2\nexit 1\n',
  );
  chmodSync(stand, 0o755);

  const prisma = join(workspace, 'node_modules/prisma/build/index.js');
  const { status } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
    cwd: workspace,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: stand,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
