import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dspBinaryUrl } from '@sweetspot/dsp/node';
import { builtWorkletUrl } from '@sweetspot/player/built-worklets';
import type { Route } from './route.ts';

type EngineFile = { bytes: Buffer; etag: string };

/**
 * What the pages' own bundler does not make: the engine's binary and the modules of audio worklets, the same for everybody.
 * Asked for again at every use, so that a page and its engine always are of one release.
 */
function engineRoute(name: string, url: URL, contentType: string): Route {
  let reading: Promise<EngineFile> | undefined;
  const read = async (): Promise<EngineFile> => {
    const bytes = await readFile(url);
    return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
  };
  return {
    method: 'GET',
    pattern: `/engine/${name}`,
    deadline: 'short',
    async handle({ request, response }) {
      reading ??= read();
      const { bytes, etag } = await reading;
      response.setHeader('cache-control', 'no-cache');
      response.setHeader('etag', etag);
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304).end();
        return;
      }
      response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length });
      response.end(request.method === 'HEAD' ? undefined : bytes);
    },
  };
}

export const engineRoutes: readonly Route[] = [
  engineRoute('sweetspot.wasm', dspBinaryUrl, 'application/wasm'),
  engineRoute('meter-worklet.js', builtWorkletUrl('meter-worklet'), 'text/javascript'),
];
