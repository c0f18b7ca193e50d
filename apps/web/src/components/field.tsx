'use client';

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export type FieldProps = { label: string; hint?: ReactNode; error?: string | undefined; optional?: boolean };
export type FieldControl = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

/** Class names of a box to type or choose in. */
export const controlClass =
  'w-full rounded-m border border-control-line bg-bg px-2.5 text-ink placeholder:text-faint hover:border-faint disabled:opacity-60 aria-invalid:border-bad focus-visible:outline-offset-0';

/** Label, control, hint and error as one: the control gets the ids that bind them. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  className,
  children,
}: FieldProps & { className?: string; children: (control: FieldControl) => ReactNode }) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ');
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {optional ? <span className="font-normal text-faint"> (optional)</span> : null}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      {hint ? (
        <div id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </div>
      ) : null}
      {error ? (
        <div id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </div>
      ) : null}
    </div>
  );
}
