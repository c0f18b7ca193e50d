import { defineConfig } from 'prisma/config';

/**
 * Read by the Prisma CLI only (`prisma generate`, and `prisma migrate deploy` for those who prefer it to our runner).
 * `DATABASE_URL` may be missing: generating the client needs no database.
 */
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
