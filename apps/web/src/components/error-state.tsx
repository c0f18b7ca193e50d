import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** What went wrong and what to do now. `action` is mostly "Try again". */
export function ErrorState({
  title = 'This did not load',
  children,
  action,
  level = 2,
  className,
}: {
  title?: string;
  children: ReactNode;
  action?: ReactNode;
  level?: 1 | 2 | 3;
  className?: string;
}) {
  const Heading = ({ 1: 'h1', 2: 'h2', 3: 'h3' } as const)[level];
  return (
    <div
      role="alert"
      className={cx(
        'flex flex-col items-center gap-2 rounded-l border border-bad/40 bg-bad/5 px-6 py-10 text-center',
        className,
      )}
    >
      <TriangleAlert aria-hidden className="size-6 text-bad" />
      <Heading className="font-semibold text-lg">{title}</Heading>
      <div className="max-w-[52ch] text-pretty text-muted">{children}</div>
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
