import { AppError, idSchema, versionLabel } from '@sweetspot/protocol';
import { type MasterRecipe, masterRecipeSchema } from '@sweetspot/protocol/recipes';
import { z } from 'zod';
import { loadSongFor, loadVersionFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context, Db } from '../context.ts';
import { optionalLineSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';
import { addRender, type RequestedRender } from './add-render.ts';
import { askForMatch, matchRequestSchema } from './ask-for-match.ts';
import { findStanding } from './find-standing.ts';
import type { RenderInputs } from './fingerprint.ts';
import { listReadyStems } from './list-ready-stems.ts';

export const requestMasterInput = z.object({
  songId: idSchema,
  /** The mix to master. */
  versionId: idSchema,
  recipe: masterRecipeSchema,
  /** Records to bring it near to. */
  match: matchRequestSchema.optional(),
  name: optionalLineSchema('The name of a version').optional(),
  /** Whoever asks answers for it that this mix is ready, although nobody approved it. Written down. */
  declareReady: z.boolean().default(false),
});

/**
 * Asks for a master of a mix that was approved, or declared ready by whoever asks. Throws `conflict` for a mix that is
 * neither, one that somebody turned down, for anything but a mix, for a stem master whose stems are not there, and for references
 * that cannot be matched. A stem master stands for the mix that its stems add up to.
 */
export async function requestMaster(
  ctx: Context,
  { songId, versionId, recipe: asked, match, name, declareReady }: z.infer<typeof requestMasterInput>,
): Promise<RequestedRender> {
  const { record: song, access } = await loadSongFor(ctx, songId, 'render.request');
  const { record: version } = await loadVersionFor(ctx, versionId, 'version.listen');
  if (version.songId !== songId) throw new AppError('bad_input', 'This mix belongs to another song.');
  const label = versionLabel(version);
  if (version.kind !== 'mix') throw new AppError('conflict', `A master is made from a mix; ${label} is none.`);
  if (version.file.state !== 'ready') throw new AppError('conflict', `${label} cannot be heard yet.`);
  const { recipe, inputs: references } = match
    ? await askForMatch(ctx, { projectId: song.projectId, recipe: asked, match })
    : { recipe: asked, inputs: [] };
  if (!match && recipe.match?.found === null)
    throw new AppError('bad_input', 'Say which references are to be matched.');

  return changeProject(ctx, song.projectId, async (tx) => {
    const standing = await findStanding(tx.db, version);
    if (standing === 'rejected') {
      throw new AppError('conflict', `${label} was turned down. Make a new mix, or have the no withdrawn.`);
    }
    if (standing === 'open' && !declareReady) {
      throw new AppError('conflict', `${label} is not approved yet. Ask for its approval, or declare it ready.`);
    }
    const stems = await stemInputs(tx.db, songId, recipe);
    const render = await addRender(tx, {
      projectId: song.projectId,
      songId,
      kind: 'master',
      recipe,
      inputs: [{ versionId, sha256: version.file.sha256 }, ...stems, ...references],
      author: access.author,
      name,
    });
    if (standing === 'open') {
      await addAuditEntry(tx.db, {
        projectId: song.projectId,
        author: access.author,
        action: 'mix.declared-ready',
        subjectId: versionId,
        detail: { fileSha256: version.file.sha256, renderId: render.renderId },
      });
    }
    return render;
  });
}

async function stemInputs(db: Db, songId: string, { stems = [] }: MasterRecipe): Promise<RenderInputs> {
  const ready = stems.length > 0 ? await listReadyStems(db, songId) : [];
  return stems.map(({ id, name }) => {
    const stem = ready.find((one) => one.id === id);
    if (stem) return { stemId: stem.id, sha256: stem.file.sha256 };
    throw new AppError('conflict', `The stem “${name}” is not there, or is not read yet.`);
  });
}
