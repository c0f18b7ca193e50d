import pg from 'pg';

/** Makes a database on the server of `serverUrl` unless it is there. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

/** @throws what PostgreSQL or the network says when there is no way to log in. */
export async function checkConnection(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => void (await client.query('SELECT 1')));
}

/** The addresses of `emails` that have an account. */
export async function listAccounts(databaseUrl: string, emails: string[]): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ email: string }>(
      'SELECT email FROM "User" WHERE email = ANY($1) ORDER BY email',
      [emails],
    );
    return rows.map(({ email }) => email);
  });
}

/** Runs `work` on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'sweetspot-launch',
  });
  client.on('error', () => undefined); // Losing the connection also rejects the query under way.
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
