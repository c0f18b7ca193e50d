import type { ReactNode } from 'react';

/** The heading of a page with what can be done on it. */
export function PageHeading({ title, lead, actions }: { title: ReactNode; lead?: ReactNode; actions?: ReactNode }) {
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="min-w-0 flex-1 basis-40 break-words font-semibold text-2xl leading-tight tracking-tight">
          {title}
        </h1>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {lead ? <div className="mt-1 text-pretty text-muted">{lead}</div> : null}
    </div>
  );
}
