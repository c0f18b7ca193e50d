import { stemRoles } from '@sweetspot/dsp';
import { analysisSchema, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadStemFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { lineSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';
import { roleAfter } from './role-after.ts';

export const updateStemInput = z.object({
  stemId: idSchema,
  name: lineSchema('The name', 200).optional(),
  role: z.enum(stemRoles, 'This is not a role that a stem can have.').optional(),
});

/** Changes what is given and leaves the rest; a role that nobody chose follows the name. */
export async function updateStem(ctx: Context, { stemId, name, role }: z.infer<typeof updateStemInput>): Promise<void> {
  const { access } = await loadStemFor(ctx, stemId, 'stem.update');
  const { projectId } = access;
  await changeProject(ctx, projectId, async (tx) => {
    const { record: stem } = await loadStemFor(tx, stemId, 'stem.update');
    const data = { name, role: role ?? (name === undefined ? undefined : roleUnder(name, stem)) };
    await tx.db.stem.update({ where: { id: stemId }, data });
    await appendEvent(tx.db, {
      projectId,
      type: 'stem.updated',
      payload: { songId: stem.songId, stemId },
      actor: eventActor(access.author),
    });
  });
}

function roleUnder(name: string, stem: { name: string; role: string; file: { analysis: unknown } }): string {
  const { analysis } = stem.file;
  const spectralCentroidHz = analysis === null ? null : analysisSchema.parse(analysis).activity.spectralCentroidHz;
  return roleAfter(stem.role, { name: stem.name, spectralCentroidHz }, { name, spectralCentroidHz });
}
