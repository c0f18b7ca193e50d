import { loadDeliveryFor, loadFileFor } from '@sweetspot/core/access/load';
import type { Context } from '@sweetspot/core/context';
import { originalKey } from '@sweetspot/core/storage/storage';
import { type Derived, derivedSchema, notFound, segmentName } from '@sweetspot/protocol';
import type { Exchange, Route } from '../http/route.ts';
import { contentDisposition } from './content-disposition.ts';
import { sendObject } from './send-object.ts';

/** Types of originals by container, as browsers name them; unknown ones are bytes. */
const contentTypes: Record<string, string> = {
  wav: 'audio/wav',
  rf64: 'audio/wav',
  aiff: 'audio/aiff',
  aifc: 'audio/aiff',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  mp4: 'audio/mp4',
  ogg: 'audio/ogg',
};

/** Audio and what was derived from it. Each request is authorised through the version or stem that the file is. */
export const mediaRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/media/files/:fileId/original',
    deadline: 'none',
    async handle(exchange) {
      const { record: file, authorise } = await loadFile(exchange, 'download');
      await sendObject(exchange, {
        key: originalKey(file.sha256),
        contentType: contentTypes[file.container ?? ''] ?? 'application/octet-stream',
        etag: file.sha256,
        disposition: contentDisposition(file.originalName),
        projectId: file.projectId,
        authorise,
      });
    },
  },
  {
    method: 'GET',
    pattern: '/media/files/:fileId/peaks',
    deadline: 'none',
    async handle(exchange) {
      const { record: file, authorise } = await loadFile(exchange, 'listen');
      const { peaksKey, engine } = derivedOf(file.derived);
      await sendObject(exchange, {
        key: peaksKey,
        contentType: 'application/octet-stream',
        etag: `${file.sha256}-${engine}-peaks`,
        projectId: file.projectId,
        authorise,
      });
    },
  },
  {
    method: 'GET',
    pattern: '/media/files/:fileId/segments/:name',
    deadline: 'none',
    async handle(exchange) {
      const { record: file, authorise } = await loadFile(exchange, 'listen');
      const { segments, engine } = derivedOf(file.derived);
      const name = exchange.params['name'] ?? '';
      const index = Number.parseInt(name, 10);
      const exists = index >= 0 && index < segments.count && segmentName(index, segments.codec) === name;
      if (!exists) throw notFound('This segment');
      await sendObject(exchange, {
        key: `${segments.keyPrefix.replace(/\/$/, '')}/${name}`,
        contentType: segments.codec === 'flac' ? 'audio/flac' : 'audio/wav',
        etag: `${file.sha256}-${engine}-${name}`,
        projectId: file.projectId,
        authorise,
      });
    },
  },
  {
    method: 'GET',
    pattern: '/media/deliveries/:deliveryId/zip',
    deadline: 'none',
    async handle(exchange) {
      const load = await loader(exchange, (ctx) =>
        loadDeliveryFor(ctx, exchange.params['deliveryId'] ?? '', 'delivery.download'),
      );
      const { record: delivery, access } = load.loaded;
      if (delivery.zipKey === null) throw notFound('This delivery');
      const { song } = delivery.version;
      await sendObject(exchange, {
        key: delivery.zipKey,
        contentType: 'application/zip',
        etag: `${delivery.id}-${delivery.fileSha256.slice(0, 16)}`,
        disposition: contentDisposition(`${song.title}.zip`),
        projectId: access.projectId,
        authorise: load.authorise,
      });
    },
  },
];

/** Loads with the reader's rights, and answers how to do so again while bytes flow, with the session as it then is. */
async function loader<T>(exchange: Exchange, load: (ctx: Context) => Promise<T>) {
  const { services } = exchange;
  const { actor } = await exchange.identify();
  const loaded = await load(services.contextFor(actor));
  return { loaded, authorise: async () => load(services.contextFor((await exchange.identifyAgain()).actor)) };
}

/** A file is found by who may hear it, as the version or stem that it is; to download it takes a right of its own. */
async function loadFile(exchange: Exchange, right: 'listen' | 'download') {
  const { loaded, authorise } = await loader(exchange, (ctx) =>
    loadFileFor(ctx, exchange.params['fileId'] ?? '', right === 'download' ? 'version.download' : 'song.view'),
  );
  return { record: loaded.record, authorise };
}

function derivedOf(stored: unknown): Derived {
  const parsed = derivedSchema.safeParse(stored);
  // Not made yet, or made by a release that wrote something else: it will be made again.
  if (!parsed.success) throw notFound('This waveform');
  return parsed.data;
}
