import type { IncomingMessage } from 'node:http';
import type { Env } from '../env.ts';

const loopbackAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];
/** What a proxy says of whom it speaks for; without one, nobody has a reason to. */
const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * True for the person at the keyboard of an installation that is only reached from its own machine. A proxy on the same
 * machine connects from there too, and a foreign site can give its name the address 127.0.0.1 (DNS rebinding): so the
 * installation, the connection and the address that was asked for must all be local. To be asked before the headers of
 * the request are changed.
 */
export function isAtTheMachine(request: IncomingMessage, env: Pick<Env, 'PUBLIC_URL'>): boolean {
  const { headers, socket } = request;
  return (
    loopbackNames.includes(new URL(env.PUBLIC_URL).hostname) &&
    loopbackAddresses.includes(socket.remoteAddress ?? '') &&
    loopbackNames.includes((headers.host ?? '').replace(/:\d+$/, '')) &&
    !proxyHeaders.some((name) => headers[name] !== undefined)
  );
}
