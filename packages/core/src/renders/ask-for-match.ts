import { AppError, analysisSchema, idSchema, versionLabel } from '@sweetspot/protocol';
import {
  type MasterRecipe,
  type Match,
  matchIntensitySchema,
  mostReferences,
  whyNoReference,
} from '@sweetspot/protocol/recipes';
import { z } from 'zod';
import { loadVersionFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import type { RenderInputs } from './fingerprint.ts';

export const matchRequestSchema = z.object({
  /** References of the same project, and how much each counts beside the others. */
  references: z
    .array(z.object({ versionId: idSchema, weight: z.number().min(0.1).max(10).default(1) }))
    .min(1, 'Choose a reference.')
    .max(mostReferences, `At most ${mostReferences} references are listened to.`),
  /** How much of the way to go in each: 0 is the song, and its target, as they are. */
  intensity: matchIntensitySchema,
});
export type MatchRequest = z.infer<typeof matchRequestSchema>;

/**
 * The recipe that asks for a match, and what a render listens to for it. Throws `not_found` for what the actor may not
 * hear, `bad_input` for what is no reference of the project, `conflict` for what cannot be matched.
 */
export async function askForMatch(
  ctx: Context,
  { projectId, recipe, match }: { projectId: string; recipe: MasterRecipe; match: MatchRequest },
): Promise<{ recipe: MasterRecipe; inputs: RenderInputs }> {
  if (recipe.stems) throw new AppError('conflict', 'References are matched by the master of a mix, not of stems.');
  const references = new Map<string, Match['references'][number]>();
  const inputs: RenderInputs = [];
  for (const { versionId, weight } of match.references) {
    const { record: version, access } = await loadVersionFor(ctx, versionId, 'version.listen');
    const label = versionLabel(version);
    if (access.projectId !== projectId || version.kind !== 'reference') {
      throw new AppError('bad_input', `${label} is no reference of this project.`);
    }
    const { analysis } = await ctx.db.audioFile.findUniqueOrThrow({
      where: { id: version.fileId },
      select: { analysis: true },
    });
    const measured = version.file.state === 'ready' && analysis !== null ? analysisSchema.parse(analysis) : null;
    const why = whyNoReference({
      frames: measured?.format.frames ?? null,
      sampleRate: measured?.format.sampleRate ?? null,
      channels: measured?.format.channels ?? null,
      integratedLufs: measured?.loudness.integratedLufs ?? null,
    });
    if (why !== null) throw new AppError('conflict', `${label} ${why}; it cannot be matched.`);
    const { sha256 } = version.file;
    // The same record twice is one.
    if (references.has(sha256)) continue;
    references.set(sha256, { sha256, name: version.name || label, weight });
    inputs.push({ versionId, sha256, reference: true });
  }
  return {
    recipe: {
      ...recipe,
      match: {
        references: [...references.values()],
        intensity: match.intensity,
        found: null,
      },
    },
    inputs,
  };
}
