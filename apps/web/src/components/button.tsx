import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class.ts';
import { Spinner } from './spinner.tsx';

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** A toggle that is on or off; leave out for ordinary buttons. */
  pressed?: boolean;
  icon?: ReactNode;
  /** Shows that the work goes on. The button keeps the focus and does nothing until it is over. */
  loading?: boolean;
};

export function Button({
  variant,
  size,
  pressed,
  icon,
  loading = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const block = (event: MouseEvent<HTMLButtonElement>) => event.preventDefault();
  return (
    <button
      {...rest}
      type={type}
      aria-pressed={pressed}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      className={buttonClass({ variant, size, pressed: pressed ?? false, className })}
      onClick={loading ? block : onClick}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  );
}
