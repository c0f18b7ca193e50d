import { applyMigrations, MigrationError } from '../src/migrate.ts';

/**
 * `node prisma/scripts/deploy.ts`: brings the database of `DATABASE_URL` to the last migration, where nobody runs the
 * launcher that does it at each start (containers). Several at once wait for each other.
 */
const databaseUrl = process.env['DATABASE_URL'];
if (!databaseUrl) {
  console.error('DATABASE_URL must be set, like postgresql://user:password@host:5432/sweetspot');
  process.exit(1);
}
try {
  const applied = await applyMigrations(databaseUrl);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
} catch (error) {
  console.error(error instanceof MigrationError ? error.message : error);
  process.exit(1);
}
