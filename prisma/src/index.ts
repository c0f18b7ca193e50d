export * from '../client/client.ts';
export { createPrismaClient, type PrismaClientOptions } from './create-prisma-client.ts';
export { applyMigrations, MigrationError } from './migrate.ts';
