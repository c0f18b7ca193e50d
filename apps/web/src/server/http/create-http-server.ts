import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { notFound } from '@sweetspot/protocol';
import { type Identity, identify, identifyProgram } from '../auth/identify.ts';
import type { Services } from '../services.ts';
import { clientAddress } from './client-address.ts';
import { isAtTheMachine } from './is-at-the-machine.ts';
import { isHiddenPage } from './is-hidden-page.ts';
import { sendError } from './respond.ts';
import { type Exchange, matchPath, type Route } from './route.ts';
import { routes } from './routes.ts';
import { dropInternalHeaders, setPagePolicy, setSecurityHeaders } from './security-headers.ts';
import { warnOfHiddenProxy } from './warn-of-hidden-proxy.ts';

/** Next's request handler; tests run without pages. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Paths that are never a page, so that a mistyped address is not answered with one. */
const reserved = /^\/(api|engine|uploads|media|socket|healthz)(\/|$)/;
/** For the body of a request that carries no file. */
const bodyDeadlineMs = 60_000;

/**
 * The one server of the web process: our own routes first, then pages. An upload may take hours as long as it moves, and
 * so may an answer that is being worked on; who sends nothing for two minutes in the middle of a request, reads nothing
 * of the answer, or takes more than twenty seconds for the headers, is dropped.
 */
export function createHttpServer(services: Services, pages: Pages | null): Server {
  const noticeProxy = warnOfHiddenProxy(services.env, services.log);
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 20_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      noticeProxy(request);
      handle(services, pages, request, response).catch((error: unknown) => sendError(response, error, services.log));
    },
  );
  const requests = new WeakMap<Socket, IncomingMessage>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    requests.set(request.socket, request);
    response.once('close', () => requests.delete(request.socket));
  });
  // With a listener Node leaves it to us which silent connections end.
  server.setTimeout(120_000, (socket) => {
    // A request that came in whole and whose answer nobody holds up is one that we are still at work on.
    const atWork = requests.get(socket)?.complete === true && socket.writableLength === 0;
    if (!atWork) socket.destroy();
  });
  return server;
}

async function handle(
  services: Services,
  pages: Pages | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { env } = services;
  const [path, search = ''] = splitOnce(request.url ?? '/', '?');
  const ip = clientAddress(request, env.TRUST_PROXY);
  const atTheMachine = isAtTheMachine(request, env);
  dropInternalHeaders(request);
  // From here on this is the browser's address, whoever reads it.
  request.headers['x-forwarded-for'] = ip;
  setSecurityHeaders(response, env);

  const exchange = exchangeOf({ request, response, services, path, params: {}, ip, atTheMachine, search });
  const found = findRoute(request.method ?? 'GET', path);
  if (found.kind === 'route') {
    const { route, params } = found;
    if (route.deadline === 'short') requireBodyWithin(bodyDeadlineMs, request);
    await route.handle({ ...exchange, params });
    return;
  }
  if (found.kind === 'wrong method') {
    response.setHeader('allow', found.allowed.join(', '));
    response.statusCode = 405;
    response.end();
    return;
  }
  if (pages === null || reserved.test(path) || !isDecodable(path)) throw notFound('This address');
  setPagePolicy(request, response, env);
  // Layouts are not told where they are; they need it to send people back after signing in.
  request.headers['x-page-path'] = request.url ?? '/';
  request.headers['x-page-local'] = atTheMachine ? '1' : '0';
  // What Next loads while somebody is on a page already shows its own not-found; only a document has a status of its own.
  const isDocument = request.headers['rsc'] === undefined;
  if (isDocument && (await isHiddenPage(exchange))) response.statusCode = 404;
  await pages(request, response);
}

/** False for percent signs that stand for no character; Next would fail on them. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

type Found =
  | { kind: 'route'; route: Route; params: Record<string, string> }
  | { kind: 'wrong method'; allowed: string[] }
  | { kind: 'none' };

function findRoute(method: string, path: string): Found {
  const allowed: string[] = [];
  for (const route of routes) {
    const params = matchPath(route, path);
    if (params === null) continue;
    if (route.method === method || (method === 'HEAD' && route.method === 'GET'))
      return { kind: 'route', route, params };
    allowed.push(route.method);
  }
  return allowed.length > 0 ? { kind: 'wrong method', allowed } : { kind: 'none' };
}

function exchangeOf(given: Omit<Exchange, 'query' | 'identify' | 'identifyAgain'> & { search: string }): Exchange {
  const { search, ...rest } = given;
  let identity: Promise<Identity> | undefined;
  return {
    ...rest,
    query: new URLSearchParams(search),
    identify() {
      identity ??= identifyRequest(given);
      return identity;
    },
    identifyAgain: () => identifyRequest(given),
  };
}

async function identifyRequest({ request, services }: Pick<Exchange, 'request' | 'services'>): Promise<Identity> {
  const { authorization, cookie } = request.headers;
  return (await identifyProgram(services, authorization)) ?? identify(services, cookie);
}

/** Drops a request that trickles in: each byte in time, and never whole. */
function requireBodyWithin(ms: number, request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), ms);
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
