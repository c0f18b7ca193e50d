import { withSchemaEngine } from './with-schema-engine.ts';

/**
 * The SQL that takes one Prisma schema (`undefined`: an empty database) to another; empty when nothing differs.
 *
 * @param databaseUrl any PostgreSQL; the engine wants to connect although comparing reads and writes nothing there.
 */
export async function diffSchemas(databaseUrl: string, from: string | undefined, to: string): Promise<string> {
  const { stdout } = await withSchemaEngine(databaseUrl, to, (engine) =>
    engine.diff({
      from: from === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [schemaFile(from)] },
      to: { tag: 'schemaDatamodel', files: [schemaFile(to)] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return stdout === null || stdout.includes('This is an empty migration') ? '' : stdout;
}

function schemaFile(content: string): { path: string; content: string } {
  return { path: 'schema.prisma', content };
}
