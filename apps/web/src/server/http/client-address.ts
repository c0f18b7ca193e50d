import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Address of who sent a request. `X-Forwarded-For` is only believed as far as our own proxies wrote it: the last
 * `proxies` entries; what stands before them can be made up by anyone.
 */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  if (proxies === 0) return peer;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const address = forwarded.at(-proxies);
  return address !== undefined && isIP(address) !== 0 ? address : peer;
}
