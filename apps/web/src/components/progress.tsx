import { cx } from './cx.ts';

/** How far something is. `value` from 0 to 1; null while nobody knows. */
export function Progress({
  value,
  label,
  tone = 'accent',
  className,
}: {
  value: number | null;
  label: string;
  tone?: 'accent' | 'ok' | 'bad';
  className?: string;
}) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  const fill = { accent: 'bg-accent', ok: 'bg-ok', bad: 'bg-bad' }[tone];
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cx('h-1 w-full overflow-hidden rounded-full bg-line', className)}
    >
      {percent === undefined ? (
        <div className={cx('h-full w-1/3 animate-progress-unknown rounded-full', fill)} />
      ) : (
        <div
          className={cx('h-full rounded-full transition-[width] duration-150 ease-out', fill)}
          style={{ width: `${percent}%` }}
        />
      )}
    </div>
  );
}
