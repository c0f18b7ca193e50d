import type { ReactNode } from 'react';
import { Logo } from '../../components/logo.tsx';

/** The page before the door: sign in, register, a link from somebody. One card, one heading, one thing to do. */
export function EntryCard({
  title,
  lead,
  children,
  footer,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-104 flex-col justify-center px-4 py-10">
      <div className="mb-7 flex items-center justify-center gap-2.5 font-semibold text-xl tracking-tight">
        <Logo className="size-7" />
        Sweetspot
      </div>
      <div className="rounded-l border border-line bg-surface p-6 max-md:p-5">
        <h1 className="font-semibold text-xl leading-tight tracking-tight">{title}</h1>
        {lead ? <div className="mt-2 text-pretty text-muted">{lead}</div> : null}
        <div className="mt-5">{children}</div>
      </div>
      {footer ? <div className="mt-5 text-center text-muted">{footer}</div> : null}
    </main>
  );
}
