import { type ReactNode, useId } from 'react';

/** A titled part of a page of settings. */
export function SettingsSection({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-4 border-line border-t py-7 first:border-0 lg:grid-cols-[220px_minmax(0,480px)]"
    >
      <div>
        <h2 id={id} className="font-semibold text-lg">
          {title}
        </h2>
        {lead ? <p className="mt-1 text-pretty text-muted text-sm">{lead}</p> : null}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
