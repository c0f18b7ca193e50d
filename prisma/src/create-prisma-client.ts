import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../client/client.ts';

export type PrismaClientOptions = {
  /** The most connections this client holds at once; queue and LISTEN have pools of their own. */
  poolSize?: number;
  /** Shown by PostgreSQL in `pg_stat_activity`. */
  applicationName?: string;
};

/** A client of the database at `databaseUrl`. It connects on first use; end it with `$disconnect()`. */
export function createPrismaClient(
  databaseUrl: string,
  { poolSize = 10, applicationName = 'sweetspot' }: PrismaClientOptions = {},
): PrismaClient {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: applicationName,
    keepAlive: true,
  });
  return new PrismaClient({ adapter });
}
