'use client';

import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';

/** Asks before something leaves the song. */
export default function RemoveDialog({
  title,
  confirmLabel,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  confirmLabel: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      confirmLabel={confirmLabel}
      onConfirm={onConfirm}
    >
      {children}
    </ConfirmDialog>
  );
}
