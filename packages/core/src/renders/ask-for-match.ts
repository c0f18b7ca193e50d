import { AppError, analysisSchema, idSchema, versionLabel } from '@sweetspot/protocol';
import { type MasterRecipe, type Match, mostReferences, whyNoReference } from '@sweetspot/protocol/recipes';
import { z } from 'zod';
import { loadVersionFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import type { RenderInputs } from './fingerprint.ts';

export const matchRequestSchema = z.object({
  /** References of the same project. */
  versionIds: z
    .array(idSchema)
    .min(1, 'Choose a reference.')
    .max(mostReferences, `At most ${mostReferences} references are listened to.`)
    .transform((ids) => [...new Set(ids)]),
  /** How much of the way to go: 0 is the song as it is. */
  intensity: z.number().min(0).max(1),
  /** Goes as much of the way in loudness too; else the target stays. */
  matchesLoudness: z.boolean(),
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
  for (const versionId of match.versionIds) {
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
    references.set(sha256, { sha256, name: version.name || label, weight: 1 });
    inputs.push({ versionId, sha256, reference: true });
  }
  const { intensity, matchesLoudness } = match;
  return {
    recipe: {
      ...recipe,
      match: {
        references: [...references.values()],
        intensity: { tone: intensity, width: intensity, dynamics: intensity, level: matchesLoudness ? intensity : 0 },
        found: null,
      },
    },
    inputs,
  };
}
