import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** What is not there yet, and the step that brings it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  level = 2,
  className,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  level?: 2 | 3;
  className?: string;
}) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div
      className={cx(
        'flex flex-col items-center gap-2 rounded-l border border-line-strong border-dashed px-6 py-10 text-center',
        className,
      )}
    >
      {icon ? (
        <span
          aria-hidden
          className="mb-1 grid size-11 place-items-center rounded-full bg-hover text-muted [&_svg]:size-5"
        >
          {icon}
        </span>
      ) : null}
      <Heading className="font-semibold text-lg">{title}</Heading>
      {children ? <div className="max-w-[46ch] text-pretty text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
