'use client';

import * as Radix from 'radix-ui/radio-group';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** One of a few, all in sight. */
export function SegmentedControl<T extends string>({
  label,
  value,
  onChange,
  options,
  hideLabels = 'never',
  className,
}: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; icon?: ReactNode }[];
  /** keep only the pictures on a phone */
  hideLabels?: 'never' | 'phone';
  className?: string;
}) {
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as T)}
      orientation="horizontal"
      className={cx('inline-flex gap-0.5 rounded-m border border-line bg-surface p-0.5 touch:p-0', className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          className="flex h-7 min-w-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-[6px] px-2.5 font-medium text-muted hover:text-ink data-[state=checked]:bg-hover data-[state=checked]:text-ink data-[state=checked]:shadow-[inset_0_0_0_1px_var(--line-strong)] touch:h-11 touch:min-w-11 [&_svg]:size-4"
        >
          {option.icon}
          <span className={hideLabels === 'phone' && option.icon ? 'max-md:sr-only' : undefined}>{option.label}</span>
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
