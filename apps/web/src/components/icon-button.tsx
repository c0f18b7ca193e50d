'use client';

import type { ReactNode } from 'react';
import type { ButtonProps } from './button.tsx';
import { buttonClass } from './button-class.ts';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';
import { Spinner } from './spinner.tsx';
import { Tooltip } from './tooltip.tsx';

const squares = { s: 'w-7 px-0! touch:w-11', m: 'w-8 px-0! touch:w-11', l: 'w-11 px-0!' } as const;

/** A button that shows only a picture: `label` is its name for screen readers and its hint for everyone else. */
export function IconButton({
  label,
  icon,
  shortcut,
  variant = 'quiet',
  size = 'm',
  pressed,
  loading = false,
  hint = true,
  className,
  type = 'button',
  ...rest
}: Omit<ButtonProps, 'children' | 'aria-label'> & {
  label: string;
  icon: ReactNode;
  shortcut?: string;
  /** false where the hint would be in the way, for example on the button that opens a menu */
  hint?: boolean;
}) {
  const button = (
    <button
      {...rest}
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      aria-busy={loading || undefined}
      className={buttonClass({ variant, size, pressed: pressed ?? false, className: cx(squares[size], className) })}
    >
      {loading ? <Spinner /> : icon}
    </button>
  );
  if (!hint) return button;
  return (
    <Tooltip
      content={
        <span className="flex items-center gap-2">
          {label}
          {shortcut ? <Kbd>{shortcut}</Kbd> : null}
        </span>
      }
    >
      {button}
    </Tooltip>
  );
}
