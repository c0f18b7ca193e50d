'use client';

import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';
import { Switch } from '../../components/switch.tsx';

/** A processor: its name, on or off, and its controls, grey while it is off (on a phone put away). */
export function ProcessorBox({
  title,
  enabled,
  onToggle,
  className,
  children,
}: {
  title: string;
  /** left out where there is nothing to switch */
  enabled?: boolean;
  onToggle?: (enabled: boolean) => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <fieldset className={cx('min-w-0 rounded-m border border-line bg-bg p-3 pt-2', className)}>
      <legend className="sr-only">{title}</legend>
      {enabled === undefined || !onToggle ? (
        <p aria-hidden className="flex min-h-8 items-center font-medium">
          {title}
        </p>
      ) : (
        <Switch label={title} checked={enabled} onChange={onToggle} />
      )}
      <div className={cx('@container mt-2', enabled === false && 'grayscale max-md:hidden')}>{children}</div>
    </fieldset>
  );
}
