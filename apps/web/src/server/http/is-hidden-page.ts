import { loadProjectFor, loadSongFor } from '@sweetspot/core/access/load';
import type { Context } from '@sweetspot/core/context';
import { AppError } from '@sweetspot/protocol';
import type { Exchange } from './route.ts';

const loaders: Record<string, (ctx: Context, id: string) => Promise<unknown>> = {
  songs: (ctx, id) => loadSongFor(ctx, id, 'song.view'),
  projects: (ctx, id) => loadProjectFor(ctx, id, 'project.view'),
};

/**
 * True for the page of a song or project that is not there for who asks. Next sends the loading state, and with it the
 * status, before a page finds that out for itself; this looks first, so that such a page is a 404 from its first byte.
 */
export async function isHiddenPage({ path, services, identify }: Exchange): Promise<boolean> {
  const [, noun = '', id = ''] = /^\/(songs|projects)\/([^/]+)$/.exec(path) ?? [];
  const load = loaders[noun];
  if (load === undefined) return false;
  const { actor } = await identify();
  // They are sent to the sign-in page, whatever they ask for.
  if (actor.kind === 'anonymous') return false;
  try {
    await load(services.contextFor(actor), id);
    return false;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return true;
    throw error;
  }
}
