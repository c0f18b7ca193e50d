'use client';

import { Check, ChevronDown } from 'lucide-react';
import * as Radix from 'radix-ui/select';
import { cx } from './cx.ts';
import { controlClass, type FieldControl } from './field.tsx';

export type SelectOption<T extends string> = { value: T; label: string; hint?: string; disabled?: boolean };

/** One of several. Use it inside `SelectField`, or give `aria-label` where there is no room for a label. */
export function Select<T extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose…',
  disabled = false,
  className,
  ...control
}: {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  'aria-label'?: string;
} & Partial<FieldControl>) {
  return (
    <Radix.Root value={value ?? ''} onValueChange={(next) => onChange(next as T)} disabled={disabled}>
      <Radix.Trigger
        {...control}
        className={cx(controlClass, 'flex h-9 items-center justify-between gap-2 text-left touch:h-11', className)}
      >
        <span className="truncate">
          <Radix.Value placeholder={<span className="text-faint">{placeholder}</span>} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-overlay-in overflow-y-auto rounded-m border border-line-strong bg-raised p-1 shadow-raised"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="relative flex min-h-8 cursor-default select-none flex-col justify-center rounded-s py-1.5 pr-3 pl-8 outline-none data-disabled:opacity-50 data-highlighted:bg-hover touch:min-h-11"
              >
                <Radix.ItemIndicator className="absolute top-1/2 left-2 -translate-y-1/2">
                  <Check aria-hidden className="size-4 text-accent" />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint ? <span className="text-muted text-sm">{option.hint}</span> : null}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
