import { LoaderCircle } from 'lucide-react';
import { cx } from './cx.ts';

/** Only a picture of waiting; say in words what is waited for beside it. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cx('size-4 animate-spin', className)} />;
}
