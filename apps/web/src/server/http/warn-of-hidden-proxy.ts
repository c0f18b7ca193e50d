import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { Logger } from 'pino';

const ownNetworks = new BlockList();
ownNetworks.addSubnet('127.0.0.0', 8);
ownNetworks.addSubnet('10.0.0.0', 8);
ownNetworks.addSubnet('172.16.0.0', 12);
ownNetworks.addSubnet('192.168.0.0', 16);
ownNetworks.addAddress('::1', 'ipv6');
ownNetworks.addSubnet('fc00::', 7, 'ipv6');

/**
 * Says in the log, once, that a proxy in front seems not to be counted in TRUST_PROXY. Everybody then has the proxy's
 * address, and one stranger's wrong passwords close an account for all of them. What a visitor from outside writes into
 * the header says nothing, so only the own networks are believed to be a proxy.
 */
export function warnOfHiddenProxy({ TRUST_PROXY }: { TRUST_PROXY: number }, log: Pick<Logger, 'warn'>) {
  let said = TRUST_PROXY > 0;
  return ({ headers, socket }: IncomingMessage): void => {
    const peer = socket.remoteAddress;
    if (said || headers['x-forwarded-for'] === undefined || peer === undefined) return;
    if (!ownNetworks.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4')) return;
    said = true;
    log.warn({ peer }, 'a proxy seems to stand in front; set TRUST_PROXY, or all people count as one address');
  };
}
