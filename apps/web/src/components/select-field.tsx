'use client';

import { Field, type FieldProps } from './field.tsx';
import { Select, type SelectOption } from './select.tsx';

/** A select with label, hint and error. */
export function SelectField<T extends string>({
  label,
  hint,
  error,
  optional,
  className,
  ...select
}: FieldProps & {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  placeholder?: string;
  disabled?: boolean;
  className?: string;
}) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false} className={className ?? ''}>
      {(control) => <Select {...select} {...control} />}
    </Field>
  );
}
