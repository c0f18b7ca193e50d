import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedServer } from '../src/embedded.ts';
import { diffSchemas } from './diff-schemas.ts';

/**
 * Writes the migration that takes the last migration's schema to the present one:
 *
 *     node prisma/scripts/make-migration.ts add-song-key
 *     node prisma/scripts/make-migration.ts --amend      rewrites the last one, while nobody has applied it
 *
 * Beside `migration.sql` lies the schema it leads to, the base of the next difference. What follows the line
 * `-- by hand` (indexes and checks the schema cannot express) is kept by `--amend`.
 */
const workspace = resolve(import.meta.dirname, '..');
const migrationsDirectory = join(workspace, 'migrations');
const schemaFile = join(workspace, 'schema.prisma');
const handMark = '-- by hand';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { amend: { type: 'boolean' } } });
const amend = values.amend === true;
const [label] = positionals;

mkdirSync(migrationsDirectory, { recursive: true });
const existing = readdirSync(migrationsDirectory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
if (amend ? existing.length === 0 || label !== undefined : !/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(label ?? '')) {
  console.error('Usage: make-migration.ts <name-in-kebab-case> | --amend (needs a migration to rewrite)');
  process.exit(1);
}

const target = amend ? (existing.at(-1) ?? '') : `${stamp(new Date())}_${(label ?? '').replaceAll('-', '_')}`;
const base = existing.at(amend ? -2 : -1);
const from = base === undefined ? undefined : readFileSync(join(migrationsDirectory, base, 'schema.prisma'), 'utf8');
const generated = await compare(from, readFileSync(schemaFile, 'utf8'));

const directory = join(migrationsDirectory, target);
const sqlFile = join(directory, 'migration.sql');
const previous = amend && existsSync(sqlFile) ? readFileSync(sqlFile, 'utf8') : '';
const handAt = previous.indexOf(handMark);
const byHand = handAt === -1 ? '' : `\n${previous.slice(handAt)}`;

if (generated === '' && byHand === '') {
  console.log('The schema has not changed since the last migration.');
} else {
  mkdirSync(directory, { recursive: true });
  writeFileSync(sqlFile, generated + byHand);
  copyFileSync(schemaFile, join(directory, 'schema.prisma'));
  writeFileSync(join(migrationsDirectory, 'migration_lock.toml'), lockFile());
  console.log(`Wrote ${sqlFile}. Read it before you commit it.`);
}

async function compare(from: string | undefined, to: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'sweetspot-migration-'));
  const server = await startEmbeddedServer({ directory, durable: false });
  try {
    return await diffSchemas(server.url('postgres'), from, to);
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** UTC, to the second, as Prisma names migrations. */
function stamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}

function lockFile(): string {
  return '# Read by the Prisma CLI: migrations of one database system do not run on another.\nprovider = "postgresql"\n';
}
