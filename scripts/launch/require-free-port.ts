import { once } from 'node:events';
import { createServer } from 'node:net';
import { LaunchError } from './launch-error.ts';

/** @throws LaunchError when another program listens on the port, or this user may not. */
export async function requireFreePort(port: number, host?: string): Promise<void> {
  const probe = createServer();
  const listening = once(probe, 'listening');
  probe.listen(port, host);
  try {
    await listening;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const next = `choose another, for example PORT=${port < 1024 ? 3000 : port + 1}`;
    if (code === 'EADDRINUSE')
      throw new LaunchError(`Port ${port} is taken by another program; stop that one, or ${next}.`);
    if (code === 'EACCES') throw new LaunchError(`This user may not use port ${port}; ${next}.`);
    throw error;
  }
  probe.close();
  await once(probe, 'close');
}
