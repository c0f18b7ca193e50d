import { AppError, idSchema, stageSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadSongFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import { refusal } from '../access/refusal.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { notify } from '../notifications/notify.ts';
import { listSongFacts } from '../songs/song-facts.ts';
import { changeProject } from '../transaction.ts';
import { approvalsVoidedBy, stageMove } from './stage-rules.ts';

export const moveStageInput = z.object({
  songId: idSchema,
  to: stageSchema,
  /** That the person was told what going back makes void, and wants it. */
  confirmInvalidates: z.boolean(),
});

/**
 * Moves a song to another stage as the stage rules allow; going back withdraws the approvals that it makes void.
 * Moving to the stage it is in does nothing. Throws `conflict` with what is missing, or with what is to be confirmed.
 */
export async function moveStage(
  ctx: Context,
  { songId, to, confirmInvalidates }: z.infer<typeof moveStageInput>,
): Promise<void> {
  const { access } = await loadSongFor(ctx, songId, 'song.view');
  const { projectId, author, grants } = access;
  const may = { forward: allows(grants, 'stage.forward'), back: allows(grants, 'stage.back') };
  if (!may.forward && !may.back) throw refusal('stage.forward');

  await changeProject(ctx, projectId, async (tx) => {
    const { db, clock } = tx;
    const { record: song, access: now } = await loadSongFor(tx, songId, 'song.view');
    const from = song.stage;
    if (from === to) return;
    const facts = (await listSongFacts(db, [song], [now.reader])).get(songId)!;
    const move = stageMove(to, facts, may);
    if (!move.allowed) throw new AppError('conflict', move.reasons.join(' '));
    if (move.invalidates.length > 0 && !confirmInvalidates) {
      throw new AppError('conflict', `Going back makes this void: ${move.invalidates.join(' ')} Confirm to go back.`);
    }

    await db.song.update({ where: { id: songId }, data: { stage: to } });
    for (const approval of approvalsVoidedBy(to, facts)) {
      const { versionId } = await db.approval.update({
        where: { id: approval.id },
        data: { withdrawnAt: clock.now() },
      });
      await addAuditEntry(db, {
        projectId,
        author,
        action: 'approval.withdrawn',
        subjectId: approval.id,
        detail: { because: `the song went back to ${to}` },
      });
      await appendEvent(db, {
        projectId,
        type: 'approval.withdrawn',
        payload: { songId, versionId, approvalId: approval.id },
        actor: eventActor(author),
      });
    }
    await addAuditEntry(db, { projectId, author, action: 'stage.changed', subjectId: songId, detail: { from, to } });
    await appendEvent(db, {
      projectId,
      type: 'stage.changed',
      payload: { songId, from, to },
      actor: eventActor(author),
    });
    await notify(db, {
      projectId,
      songId,
      type: 'stage.changed',
      text: `${author.name} moved ${song.title} ${move.direction === 'back' ? 'back ' : ''}to ${to}.`,
      to: 'everyone',
      exceptUserId: author.userId,
    });
  });
}
