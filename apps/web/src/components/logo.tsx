import { cx } from './cx.ts';

/** The mark: the point between two loudspeakers where everything is heard right. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cx('size-6 text-accent', className)}>
      <circle cx="12" cy="12" r="3.4" fill="currentColor" />
      <circle cx="12" cy="12" r="6.9" stroke="currentColor" strokeWidth="1.6" />
      <circle cx="12" cy="12" r="10.7" stroke="currentColor" strokeWidth="1.3" opacity="0.55" />
    </svg>
  );
}
