import Link from 'next/link';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

/** A link inside text. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={cx(
        'rounded-s font-medium text-accent underline-offset-2 hover:underline focus-visible:underline',
        className,
      )}
    />
  );
}
