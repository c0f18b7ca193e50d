'use client';

import * as Radix from 'radix-ui/slider';
import type { KeyboardEvent } from 'react';
import { cx } from './cx.ts';

/** Key presses in steps: Shift with an arrow, Page up and Page down are ten. */
const keySteps: Record<string, number> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 10,
  PageDown: -10,
};

/** A value on a line. `format` says it in words and units ("-3.0 dB"), for the eye and the screen reader. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  format,
  onChange,
  onCommit,
  stepped,
  neutral,
  showLabel = true,
  disabled = false,
  className,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  format: (value: number) => string;
  onChange: (value: number) => void;
  /** after the pointer or key is let go */
  onCommit?: (value: number) => void;
  /** where so many key presses up lead (down: negative); needed where `value` does not keep to multiples of `step` */
  stepped?: (steps: number) => number;
  /** a double-click goes back to it */
  neutral?: number;
  showLabel?: boolean;
  disabled?: boolean;
  className?: string;
}) {
  const set = (next: number) => {
    onChange(next);
    onCommit?.(next);
  };
  const reset = () => {
    if (neutral !== undefined && !disabled) set(neutral);
  };
  // Radix only moves such a value to the next multiple, from where it may be rounded back: it would stick.
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = keySteps[event.key];
    if (!stepped || !steps || disabled) return;
    event.preventDefault();
    set(Math.max(min, Math.min(max, stepped(event.shiftKey && Math.abs(steps) === 1 ? steps * 10 : steps))));
  };
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      {showLabel ? (
        <div className="flex items-baseline justify-between gap-2 text-sm">
          <span className="truncate text-muted">{label}</span>
          <span className="whitespace-nowrap tabular-nums">{format(value)}</span>
        </div>
      ) : null}
      <Radix.Root
        value={[value]}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        onValueChange={([next]) => next !== undefined && onChange(next)}
        onValueCommit={([next]) => next !== undefined && onCommit?.(next)}
        onDoubleClick={reset}
        onKeyDown={onKeyDown}
        className="relative flex h-5 touch-none select-none items-center data-disabled:opacity-50 touch:h-11"
      >
        <Radix.Track className="relative h-1 grow rounded-full bg-line-strong">
          <Radix.Range className="absolute h-full rounded-full bg-accent" />
        </Radix.Track>
        <Radix.Thumb
          aria-label={label}
          aria-valuetext={format(value)}
          className="block size-3.5 rounded-full bg-ink shadow-[0_0_0_2px_var(--surface)] touch:size-5"
        />
      </Radix.Root>
    </div>
  );
}
