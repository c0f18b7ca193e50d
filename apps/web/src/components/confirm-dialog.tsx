'use client';

import * as Radix from 'radix-ui/alert-dialog';
import { type ReactNode, useState } from 'react';
import { errorSentence } from '../features/api/api-error.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { dialogOverlayClass, dialogPanelClass } from './dialog.tsx';
import { Notice } from './notice.tsx';

/** Asks before something that cannot be taken back. Closes when `onConfirm` is done; shows why when it fails. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  confirmLabel,
  cancelLabel = 'Cancel',
  tone = 'danger',
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  tone?: 'danger' | 'primary';
  onConfirm: () => Promise<unknown>;
}) {
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const confirm = async () => {
    setState({ busy: true, failure: null });
    try {
      await onConfirm();
      setState({ busy: false, failure: null });
      onOpenChange(false);
    } catch (error) {
      setState({ busy: false, failure: errorSentence(error) });
    }
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={dialogOverlayClass} />
        <Radix.Content className={cx(dialogPanelClass, 'gap-3 p-5 md:max-w-110')}>
          <Radix.Title className="font-semibold text-xl leading-tight tracking-tight">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="text-pretty text-muted">{children}</div>
          </Radix.Description>
          {state.failure ? (
            <Notice tone="bad" announce>
              {state.failure}
            </Notice>
          ) : null}
          <div className="mt-2 flex flex-wrap justify-end gap-2 pb-[env(safe-area-inset-bottom)] max-sm:[&>button]:flex-1">
            <Radix.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </Radix.Cancel>
            <Button variant={tone} loading={state.busy} onClick={() => void confirm()}>
              {confirmLabel}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
