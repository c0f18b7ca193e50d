import { type BlindSoundFile, getBlindSound } from '@sweetspot/core/blind-tests/get-blind-sound';
import { derivedSchema, notFound, segmentName } from '@sweetspot/protocol';
import { sendJson } from '../http/respond.ts';
import type { Exchange, Route } from '../http/route.ts';
import { blindSoundOf } from './blind-sound-of.ts';
import { sendObject } from './send-object.ts';

/**
 * The sounds of blind tests by their letters, laid out like those of files: which one a letter stands for is known here alone.
 * Neither names, nor tags of caches, nor lengths tell them apart; who lays the bytes side by side can (docs/decisions/0016).
 */
export const blindRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/media/blind/:blindTestId/files/:alias/layout',
    deadline: 'none',
    async handle(exchange) {
      const { file, files } = await load(exchange);
      sendJson(exchange.response, 200, blindSoundOf(file, files));
    },
  },
  {
    method: 'GET',
    pattern: '/media/blind/:blindTestId/files/:alias/segments/:name',
    deadline: 'none',
    async handle(exchange) {
      const { file, projectId, tag } = await load(exchange);
      const derived = derivedSchema.safeParse(file.derived);
      if (!derived.success) throw notFound('This segment');
      const { segments } = derived.data;
      const name = exchange.params['name'] ?? '';
      const index = Number.parseInt(name, 10);
      const exists = index >= 0 && index < segments.count && segmentName(index, segments.codec) === name;
      if (!exists) throw notFound('This segment');
      await sendObject(exchange, {
        key: `${segments.keyPrefix.replace(/\/$/, '')}/${name}`,
        contentType: segments.codec === 'flac' ? 'audio/flac' : 'audio/wav',
        etag: tag(name),
        projectId,
        authorise: async () => load(exchange, (await exchange.identifyAgain()).actor),
      });
    },
  },
];

type Actor = Awaited<ReturnType<Exchange['identify']>>['actor'];

async function load(exchange: Exchange, who?: Actor): Promise<BlindSoundFile> {
  const actor = who ?? (await exchange.identify()).actor;
  return getBlindSound(exchange.services.contextFor(actor), {
    blindTestId: exchange.params['blindTestId'] ?? '',
    alias: exchange.params['alias'] ?? '',
  });
}
