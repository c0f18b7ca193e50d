import { requireUser } from '@sweetspot/core/access/require-user';
import { getPictureKey } from '@sweetspot/core/account/get-picture-key';
import { setPicture } from '@sweetspot/core/account/set-picture';
import { AppError } from '@sweetspot/protocol';
import { apiHeader } from '@sweetspot/protocol/api';
import { refuseProgram } from '../auth/identify.ts';
import { readBody } from '../http/read-body.ts';
import { sendJson } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import { requireSameOrigin } from '../http/same-origin.ts';
import { decodePicture } from './decode-picture.ts';

const maxBytes = 5 * 1024 * 1024;
const edgePixels = 256;
const maxPixels = 50_000_000;

/** Pictures of people. The body of the POST is the image itself. */
export const pictureRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/account/picture',
    deadline: 'short',
    async handle({ request, response, services, identify }) {
      requireSameOrigin(request, services.env);
      if (request.headers[apiHeader] === undefined) throw new AppError('not_allowed', 'This request lacks a header.');
      const identity = await identify();
      const refusal = refuseProgram(identity);
      if (refusal) throw refusal;
      const ctx = services.contextFor(identity.actor);
      await requireUser(ctx); // Nobody else may make the server read five megabytes.
      await setPicture(ctx, await squareWebp(await readBody(request, maxBytes)));
      sendJson(response, 200, {});
    },
  },
  {
    method: 'GET',
    pattern: '/media/pictures/:userId',
    deadline: 'short',
    async handle({ response, services, params, identify }) {
      const { actor } = await identify();
      const key = await getPictureKey(services.contextFor(actor), params['userId'] ?? '');
      const picture = await services.storage.read(key);
      response.writeHead(200, { 'content-type': 'image/webp', 'cache-control': 'private, max-age=300' });
      for await (const chunk of picture) response.write(chunk);
      response.end();
    },
  },
];

/** Decodes, turns upright, cuts to a square and encodes anew, so that nothing of the original file is passed on. */
async function squareWebp(image: Buffer): Promise<Uint8Array> {
  try {
    return await decodePicture(image, { maxPixels })
      .resize(edgePixels, edgePixels, { fit: 'cover' })
      .webp({ quality: 85 })
      .toBuffer();
  } catch (cause) {
    throw new AppError('bad_input', 'This is not a picture that can be read. Use a JPEG, PNG or WebP.', { cause });
  }
}
