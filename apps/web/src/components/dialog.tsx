'use client';

import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

const widths = { s: 'md:max-w-100', m: 'md:max-w-130', l: 'md:max-w-180', xl: 'md:max-w-240' } as const;

/** Class names shared with ConfirmDialog: in the middle on a desktop, a sheet from below on a phone. */
export const dialogPanelClass =
  'fixed inset-x-0 bottom-0 z-40 mx-auto flex max-h-[92dvh] w-full animate-sheet-in flex-col overflow-y-auto rounded-t-l border border-line bg-surface shadow-raised outline-none md:inset-x-4 md:top-[8vh] md:bottom-auto md:max-h-[84vh] md:w-auto md:animate-panel-in md:rounded-l';
export const dialogOverlayClass = 'fixed inset-0 z-40 animate-overlay-in bg-backdrop';

/** Typing can begin at once; on a touch screen that would cover half of the dialog with a keyboard, so it waits. */
function focusFirstField(event: Event): void {
  const panel = event.currentTarget as HTMLElement;
  const field = panel.querySelector<HTMLElement>('input:not([type="hidden"], [readonly]), textarea, [role="combobox"]');
  event.preventDefault();
  if (field && !matchMedia('(pointer: coarse)').matches) field.focus();
  else panel.focus();
}

/** A dialog. Load the component that uses it with `next/dynamic`: dialogs are opened seldom. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'm',
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  size?: keyof typeof widths;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={dialogOverlayClass} />
        <Radix.Content
          className={cx(dialogPanelClass, widths[size])}
          onOpenAutoFocus={focusFirstField}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1 pt-1">
              <Radix.Title className="font-semibold text-xl leading-tight tracking-tight">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-1.5 text-pretty text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" hint={false} icon={<X aria-hidden className="size-4" />} className="-mr-2" />
            </Radix.Close>
          </header>
          <div className="px-5 pt-3 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The row of buttons at the end of a dialog; stays in sight when the dialog is long. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="sticky bottom-0 -mx-5 mt-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-surface px-5 pt-3 pb-[max(12px,env(safe-area-inset-bottom))] max-sm:[&>button]:flex-1">
      {children}
    </footer>
  );
}
