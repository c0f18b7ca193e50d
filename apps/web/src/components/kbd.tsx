import type { ReactNode } from 'react';

/** A key. Hidden where there is no keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block rounded-s border border-line-strong border-b-2 px-1 font-sans font-semibold text-[10px] text-muted leading-4 touch:hidden">
      {children}
    </kbd>
  );
}
