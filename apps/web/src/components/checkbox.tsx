'use client';

import { Check } from 'lucide-react';
import * as Radix from 'radix-ui/checkbox';
import { type ReactNode, useId } from 'react';

/** Yes or no, with its label. */
export function Checkbox({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
}: {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 py-0.5 touch:min-h-11 touch:items-center">
      <Radix.Root
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
        className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-s border border-control-line bg-bg after:absolute after:-inset-3.5 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent touch:mt-0 touch:size-5"
      >
        <Radix.Indicator>
          <Check aria-hidden className="size-3.5 text-on-accent" strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <div id={`${id}-hint`} className="text-muted text-sm">
            {hint}
          </div>
        ) : null}
      </div>
    </div>
  );
}
