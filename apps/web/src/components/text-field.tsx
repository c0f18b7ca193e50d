'use client';

import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { controlClass, Field, type FieldProps } from './field.tsx';

/** One line to type. All properties of an input go to the input, `ref` too (react-hook-form's `register`). */
export function TextField({ label, hint, error, optional, className, ...input }: ComponentProps<'input'> & FieldProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false} className={className ?? ''}>
      {(control) => <input type="text" {...input} {...control} className={cx(controlClass, 'h-9 touch:h-11')} />}
    </Field>
  );
}
