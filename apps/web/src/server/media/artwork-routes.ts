import { loadProjectFor } from '@sweetspot/core/access/load';
import { getArtwork } from '@sweetspot/core/deliveries/get-artwork';
import { setArtwork } from '@sweetspot/core/deliveries/set-artwork';
import { artworkKey } from '@sweetspot/core/storage/storage';
import { AppError } from '@sweetspot/protocol';
import { apiHeader } from '@sweetspot/protocol/api';
import { readBody } from '../http/read-body.ts';
import { sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import { requireSameOrigin } from '../http/same-origin.ts';
import { decodePicture } from './decode-picture.ts';

const maxBytes = 25 * 1024 * 1024;
/** Covers above it gain nothing and weigh on every file. */
const largestEdgePixels = 3000;
const maxPixels = 100_000_000;

/** Covers of releases. The body of the POST is the image itself. */
export const artworkRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/media/projects/:projectId/artwork',
    deadline: 'short',
    async handle({ request, response, services, params, identify }) {
      requireSameOrigin(request, services.env);
      if (request.headers[apiHeader] === undefined) throw new AppError('not_allowed', 'This request lacks a header.');
      const { actor } = await identify();
      const ctx = services.contextFor(actor);
      const projectId = params['projectId'] ?? '';
      // Nobody else may make the server read twenty-five megabytes.
      await loadProjectFor(ctx, projectId, 'delivery.request');
      const cover = await coverOf(await readBody(request, maxBytes));
      sendJson(response, 200, await setArtwork(ctx, projectId, cover));
    },
  },
  {
    method: 'GET',
    pattern: '/media/projects/:projectId/artwork',
    deadline: 'short',
    async handle({ response, services, params, identify }) {
      const { actor } = await identify();
      const projectId = params['projectId'] ?? '';
      const { sha256, mime } = await getArtwork(services.contextFor(actor), projectId);
      const picture = await services.storage.read(artworkKey(projectId, sha256));
      response.writeHead(200, { 'content-type': mime, 'cache-control': 'private, no-cache', etag: `"${sha256}"` });
      for await (const chunk of picture) response.write(chunk);
      response.end();
    },
  },
];

/**
 * As shops want it: upright, sRGB, at most 3000 pixels a side, a baseline JPEG without anything of the original file but its
 * pixels. What is not square stays so: cutting it is for its maker, and the preflight says so.
 */
async function coverOf(image: Buffer) {
  try {
    const { data, info } = await decodePicture(image, { maxPixels })
      .flatten({ background: 'white' })
      .resize(largestEdgePixels, largestEdgePixels, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, mime: 'image/jpeg', width: info.width, height: info.height } as const;
  } catch (cause) {
    throw new AppError('bad_input', 'This is not a picture that can be read. Use a JPEG or PNG.', { cause });
  }
}
