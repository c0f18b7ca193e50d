import { AppError, idSchema, versionLabel } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadVersionFor } from '../access/load.ts';
import { endBlindTestsOf } from '../blind-tests/end-blind-tests-of.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const removeVersionInput = z.object({ versionId: idSchema });

/** Takes a version, with its comments, out of its song; its number is not given again. Throws `conflict` for an approved one. */
export async function removeVersion(ctx: Context, { versionId }: z.infer<typeof removeVersionInput>): Promise<void> {
  const { record: version, access } = await loadVersionFor(ctx, versionId, 'version.remove');
  const { projectId } = access;
  await changeProject(ctx, projectId, async (tx) => {
    const { db, clock } = tx;
    const approvals = await db.approval.count({
      where: { versionId, decision: 'approved', withdrawnAt: null, fileSha256: version.file.sha256 },
    });
    if (approvals > 0) {
      throw new AppError('conflict', `${versionLabel(version)} is approved. The approval has to be withdrawn first.`);
    }
    const { count } = await db.version.updateMany({
      where: { id: versionId, removedAt: null },
      data: { removedAt: clock.now() },
    });
    if (count === 0) return; // Removed by somebody else meanwhile.
    await appendEvent(db, {
      projectId,
      type: 'version.removed',
      payload: { songId: version.songId, versionId },
      actor: eventActor(access.author),
    });
    await endBlindTestsOf(tx, { projectId, versionId, author: access.author });
  });
}
