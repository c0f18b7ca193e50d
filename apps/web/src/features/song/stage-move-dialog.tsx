'use client';

import type { StageMove } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { stageName } from '../../components/stage-name.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** Asks before the song goes to another stage, and says what that makes void. */
export default function StageMoveDialog({
  songId,
  move,
  onClose,
}: {
  songId: string;
  move: StageMove;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const { mutateAsync } = useMutation(trpc.songs.moveStage.mutationOptions());
  const voids = move.invalidates.length > 0;
  const name = stageName(move.to).toLowerCase();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={move.direction === 'back' ? `Back to ${name}?` : `On to ${name}?`}
      confirmLabel={move.direction === 'back' ? `Go back to ${name}` : `Go on to ${name}`}
      tone={voids ? 'danger' : 'primary'}
      onConfirm={() => mutateAsync({ songId, to: move.to, confirmInvalidates: voids })}
    >
      {voids ? (
        <>
          <p>This makes void:</p>
          <ul className="mt-1.5 list-disc pl-5 text-ink">
            {move.invalidates.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <p className="mt-2">Versions, comments and files stay as they are.</p>
        </>
      ) : (
        <p>Everyone in the project sees the change at once. Nothing is lost, and you can come back.</p>
      )}
    </ConfirmDialog>
  );
}
