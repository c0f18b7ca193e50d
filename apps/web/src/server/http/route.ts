import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identity } from '../auth/identify.ts';
import type { Services } from '../services.ts';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** One request on its way through this process. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  services: Services;
  /** Raw path without the query; nothing in it has been decoded. */
  path: string;
  query: URLSearchParams;
  /** What the `:name` parts of the route matched. */
  params: Record<string, string>;
  /** Address of the browser, as far as proxies are believed. */
  ip: string;
  /** Sent by the person at the keyboard of this very machine. */
  atTheMachine: boolean;
  /** Who asks; looked up once, when first asked for. */
  identify(): Promise<Identity>;
  /** Looks again, for what lasts longer than a moment: the session may have ended meanwhile. */
  identifyAgain(): Promise<Identity>;
};

/**
 * A door of this process that is not a page. `unsafe` routes change something and demand a request of our own pages.
 * Every route has its rows in access-matrix.test.ts.
 */
export type Route = {
  method: HttpMethod;
  /** Like `/media/files/:fileId/peaks`; a `:name` matches one segment of unreserved characters. */
  pattern: string;
  /** For the body to come in; `none` for files. */
  deadline: 'short' | 'none';
  handle(exchange: Exchange): Promise<void>;
};

export const routeName = ({ method, pattern }: Pick<Route, 'method' | 'pattern'>): string => `${method} ${pattern}`;

/** What a path segment of ours may consist of: no percent signs, so nothing can be smuggled in by encoding. */
const segment = '[A-Za-z0-9._~-]{1,200}';

const compiled = new WeakMap<Route, RegExp>();

/** The parameters when the route's pattern fits the whole path, else null. */
export function matchPath(route: Route, path: string): Record<string, string> | null {
  let pattern = compiled.get(route);
  if (!pattern) {
    const source = route.pattern
      .replace(/[.+*?^$(){}|[\]\\]/g, '\\$&')
      .replace(/\/:rest$/, '(?:/(?<rest>[A-Za-z0-9._~,/-]{0,2000}))?')
      .replace(/:(\w+)/g, (_whole, name: string) => `(?<${name}>${segment})`);
    pattern = new RegExp(`^${source}$`);
    compiled.set(route, pattern);
  }
  const match = pattern.exec(path);
  return match && { ...match.groups };
}
