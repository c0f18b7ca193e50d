import type { ServerResponse } from 'node:http';
import nextAuthModule, { type AuthOptions } from 'next-auth';
import { readBody } from '../http/read-body.ts';
import { sendJson } from '../http/respond.ts';
import type { Exchange, Route } from '../http/route.ts';
import { requireSameOrigin } from '../http/same-origin.ts';
import type { Services } from '../services.ts';
import { createAuthOptions } from './auth-options.ts';
import { parseCookies } from './cookies.ts';

type Handler = (request: unknown, response: unknown, options: AuthOptions) => Promise<void>;
// next-auth 4 is CommonJS: under Node its default export is one level down.
const nextAuth = ((nextAuthModule as unknown as { default?: Handler }).default ?? nextAuthModule) as Handler;

const optionsOf = new WeakMap<Services, AuthOptions>();

/** next-auth's own door, under /api/auth. It runs here and not in Next, so that it shares one copy of core with the rest. */
export const authRoutes: Route[] = (['GET', 'POST'] as const).map((method) => ({
  method,
  pattern: '/api/auth/:rest',
  deadline: 'short',
  handle: handleAuth,
}));

async function handleAuth({ request, response, services, query, params, ip }: Exchange): Promise<void> {
  const options = optionsOf.get(services) ?? createAuthOptions(services);
  optionsOf.set(services, options);
  if (request.method === 'POST') requireSameOrigin(request, services.env);
  const body = request.method === 'POST' ? await parseBody(request) : {};
  const nextauth = (params['rest'] ?? '').split('/').filter(Boolean);
  await nextAuth(
    {
      method: request.method,
      headers: { ...request.headers, 'x-forwarded-for': ip },
      query: { ...Object.fromEntries(query), nextauth },
      cookies: parseCookies(request.headers.cookie),
      body,
    },
    expressLike(response),
    options,
  );
}

async function parseBody(request: Exchange['request']): Promise<Record<string, unknown>> {
  const text = (await readBody(request, 64 * 1024)).toString('utf8');
  if (request.headers['content-type']?.startsWith('application/json')) {
    try {
      const parsed: unknown = JSON.parse(text);
      return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
    } catch {
      return {}; // next-auth then misses its CSRF token and refuses.
    }
  }
  return Object.fromEntries(new URLSearchParams(text));
}

/** The few methods beyond Node's own that next-auth expects of a response. */
function expressLike(response: ServerResponse) {
  response.setHeader('cache-control', 'no-store');
  const shim = {
    status(code: number) {
      response.statusCode = code;
      return shim;
    },
    setHeader(name: string, value: string | string[]) {
      response.setHeader(name, value);
      return shim;
    },
    getHeader: (name: string) => response.getHeader(name),
    json: (body: unknown) => sendJson(response, response.statusCode, body),
    send: (body: unknown) => {
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : body ? JSON.stringify(body) : undefined);
    },
    end: () => response.end(),
  };
  return shim;
}
