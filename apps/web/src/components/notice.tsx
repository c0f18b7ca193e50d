import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

const looks = {
  info: { box: 'border-line-strong bg-surface', icon: <Info aria-hidden className="text-accent" /> },
  ok: { box: 'border-ok/50 bg-ok/8', icon: <CircleCheck aria-hidden className="text-ok" /> },
  warn: { box: 'border-warn/50 bg-warn/8', icon: <CircleAlert aria-hidden className="text-warn" /> },
  bad: { box: 'border-bad/50 bg-bad/8', icon: <CircleAlert aria-hidden className="text-bad" /> },
} as const;

/** A sentence that stands in the page. `announce` reads it out when it appears. */
export function Notice({
  tone = 'info',
  announce = false,
  action,
  className,
  children,
}: {
  tone?: keyof typeof looks;
  announce?: boolean;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const role = announce ? (tone === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div
      role={role}
      className={cx(
        'flex flex-wrap items-center gap-x-2.5 gap-y-2 rounded-m border px-3 py-2 [&>svg]:size-4 [&>svg]:shrink-0',
        looks[tone].box,
        className,
      )}
    >
      {looks[tone].icon}
      <div className="min-w-0 flex-1 text-pretty">{children}</div>
      {action}
    </div>
  );
}
