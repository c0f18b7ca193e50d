import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

/**
 * Runs `work` with Prisma's schema engine as WebAssembly, which comes with npm; the native one would be a download at run
 * time. It connects at once, even for work that needs no database. Node warns that importing WebAssembly is experimental.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schema: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  // A pool of ours, because the engine leaves its connections open, and on them its advisory lock.
  const pool = new pg.Pool({ connectionString: databaseUrl });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    using engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
    return await work(engine);
  } finally {
    await pool.end();
  }
}
