'use client';

import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { controlClass, Field, type FieldProps } from './field.tsx';

/** Several lines to type; grows with what is typed where the browser can. */
export function TextAreaField({
  label,
  hint,
  error,
  optional,
  className,
  rows = 4,
  ...area
}: ComponentProps<'textarea'> & FieldProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false} className={className ?? ''}>
      {(control) => (
        <textarea
          rows={rows}
          {...area}
          {...control}
          className={cx(controlClass, 'field-sizing-content max-h-80 min-h-20 resize-y py-2')}
        />
      )}
    </Field>
  );
}
