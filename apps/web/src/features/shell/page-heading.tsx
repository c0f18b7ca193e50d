import type { ReactNode } from 'react';

/** The heading of a page with what can be done on it. */
export function PageHeading({ title, lead, actions }: { title: ReactNode; lead?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-60">
        <h1 className="font-semibold text-2xl leading-tight tracking-tight">{title}</h1>
        {lead ? <div className="mt-1 text-pretty text-muted">{lead}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}
