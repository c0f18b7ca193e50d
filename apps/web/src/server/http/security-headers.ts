import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Env } from '../env.ts';

const everywhere: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Share and reset links carry their secret in the path: no other site may learn it.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), payment=(), usb=(), microphone=(self)',
};

/** Sets what every answer carries; answers that are not pages may load nothing at all. */
export function setSecurityHeaders(response: ServerResponse, env: Pick<Env, 'secure'>): void {
  for (const [name, value] of Object.entries(everywhere)) response.setHeader(name, value);
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  if (env.secure) response.setHeader('strict-transport-security', 'max-age=31536000');
}

/**
 * The policy of a page, with a nonce of its own. Next takes the nonce from the header of the request and puts it on its
 * scripts; a page reads it as `x-nonce`.
 */
export function setPagePolicy(request: IncomingMessage, response: ServerResponse, env: Pick<Env, 'NODE_ENV'>): void {
  const nonce = randomBytes(16).toString('base64');
  const development = env.NODE_ENV !== 'production';
  const policy = [
    "default-src 'self'",
    // wasm-unsafe-eval: the DSP and the hash of uploads are WebAssembly. Next's dev overlay evaluates strings.
    `script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'${development ? " 'unsafe-eval'" : ''}`,
    // Style attributes are how React positions things; they cannot run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  response.setHeader('content-security-policy', policy);
}

/** Names under which only Next itself, or the proxy in front, speaks. From outside they are dropped. */
const internalHeader = /^(x-(middleware|invoke|matched|now|vercel|nonce|next-)|next-(resume|cache|action-forward))/;

export function dropInternalHeaders(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) if (internalHeader.test(name)) delete request.headers[name];
  delete request.headers['content-security-policy'];
}
