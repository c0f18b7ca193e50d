'use client';

import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';

/** Where `toast` shows its notices. Once per page, loaded late. */
export default function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      closeButton
      containerAriaLabel="Notices"
      offset={24}
      // Else its own typeface, which comes after every rule of ours.
      style={{ fontFamily: 'inherit' }}
      mobileOffset={{ bottom: 76 }}
      icons={{
        success: <CircleCheck className="size-4 text-ok" />,
        error: <CircleAlert className="size-4 text-bad" />,
        info: <Info className="size-4 text-accent" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-center gap-2.5 rounded-m border border-line-strong bg-raised px-3.5 py-3 text-ink shadow-raised',
          content: 'min-w-0 flex-1',
          actionButton: 'ml-auto h-7 rounded-s px-2 font-semibold text-accent hover:bg-hover',
          closeButton:
            'order-last grid size-7 shrink-0 place-items-center rounded-s text-muted hover:bg-hover hover:text-ink',
        },
      }}
    />
  );
}
