import { loadUploadFor } from '@sweetspot/core/access/load';
import { AppError, httpStatus, idSchema } from '@sweetspot/protocol';
import { Metadata, Server } from '@tus/server';
import { publicError } from '../http/respond.ts';
import type { Exchange, HttpMethod, Route } from '../http/route.ts';
import { requireSameOrigin } from '../http/same-origin.ts';
import type { Services } from '../services.ts';
import { type Refusal, UploadStore } from './upload-store.ts';

const path = '/uploads';

/**
 * The tus protocol (1.0, creation and termination). Every request is authorised here before the tus server sees it: the
 * upload must exist, be open, and be the caller's own, and they must still be allowed to upload to that song.
 */
export const uploadRoutes: Route[] = [
  { method: 'POST', pattern: path, deadline: 'short', handle: create },
  ...(['HEAD', 'PATCH', 'DELETE'] as const satisfies HttpMethod[]).map(
    (method): Route => ({ method, pattern: `${path}/:uploadId`, deadline: 'none', handle: proceed }),
  ),
];

async function create(exchange: Exchange): Promise<void> {
  const { request } = exchange;
  const upload = await authorise(exchange, uploadIdOf(request.headers['upload-metadata']));
  if (Number(request.headers['upload-length']) !== Number(upload.sizeBytes)) {
    throw new AppError('bad_input', 'The size of this file is not the one that was announced. Choose it again.');
  }
  await handOn(exchange, upload.projectId, upload.id);
}

async function proceed(exchange: Exchange): Promise<void> {
  const upload = await authorise(exchange, exchange.params['uploadId'] ?? '');
  await handOn(exchange, upload.projectId, upload.id);
}

async function authorise(exchange: Exchange, uploadId: string, again = false) {
  const { request, services } = exchange;
  requireSameOrigin(request, services.env);
  const { actor } = await (again ? exchange.identifyAgain() : exchange.identify());
  const { record } = await loadUploadFor(services.contextFor(actor), uploadId, 'upload.continue');
  if (record.state !== 'open') {
    throw new AppError('gone', 'This upload has ended. Choose the file again to send it anew.');
  }
  return record;
}

/** Runs the tus server on a request that may run for hours; it is cut when the right to upload ends. */
async function handOn(exchange: Exchange, projectId: string, uploadId: string): Promise<void> {
  const { request, response, services } = exchange;
  const { actor } = await exchange.identify();
  const close = services.openStreams.open({
    actor,
    projectId,
    authorise: () => authorise(exchange, uploadId, true),
    destroy: () => request.socket.resetAndDestroy(),
  });
  try {
    await tusServer(services).handle(request, response);
  } finally {
    close();
  }
}

const servers = new WeakMap<Services, Server>();

function tusServer(services: Services): Server {
  const known = servers.get(services);
  if (known) return known;
  const { env, log, uploadsDir, uploadLocker } = services;
  const server = new Server({
    path,
    relativeLocation: true,
    datastore: new UploadStore({ directory: uploadsDir, reserveBytes: env.DISK_RESERVE_BYTES }),
    locker: uploadLocker,
    lockDrainTimeout: 100,
    maxSize: env.UPLOAD_MAX_BYTES,
    // Only our own pages upload; without this the tus server answers every origin.
    allowedOrigins: () => false,
    namingFunction: (_request, metadata) => idSchema.parse(metadata?.['uploadId']),
    onResponseError(_request, error) {
      const refusal = refusalOf(error);
      if (refusal.status_code >= 500 && refusal.status_code !== 507) log.error({ error }, 'upload failed');
      return refusal;
    },
  });
  servers.set(services, server);
  return server;
}

/** The id in `Upload-Metadata`; anything that is not one is not found. */
function uploadIdOf(header: string | string[] | undefined): string {
  try {
    return Metadata.parse(String(header ?? ''))['uploadId'] ?? '';
  } catch {
    throw new AppError('bad_input', 'This upload has no readable metadata.');
  }
}

/** A tus error, with a body that our pages can show. */
function refusalOf(error: Error | Refusal): Refusal {
  if ('status_code' in error) {
    const status = error.status_code;
    const code = codes[status] ?? (status < 500 ? 'bad_input' : 'unavailable');
    return { status_code: status, body: JSON.stringify({ code, message: error.body.trim() }) };
  }
  const shown = publicError(error);
  return {
    status_code: httpStatus(shown.code),
    body: JSON.stringify({ code: shown.code, message: shown.message }),
  };
}

const codes: Record<number, AppError['code']> = {
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  413: 'too_large',
  423: 'conflict',
  507: 'storage_full',
};
