import { cx } from './cx.ts';

export type ButtonVariant = 'primary' | 'default' | 'quiet' | 'danger';
export type ButtonSize = 's' | 'm' | 'l';

const shape =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-m border font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-60';

const looks: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent font-semibold text-on-accent hover:bg-accent/90',
  default: 'border-line-strong bg-raised text-ink hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink',
  danger: 'border-bad/60 bg-transparent text-bad hover:bg-bad/10',
};

const sizes: Record<ButtonSize, string> = {
  s: 'h-7 px-2.5 text-sm touch:h-11 touch:px-3',
  m: 'h-8 px-3 touch:h-11 touch:px-4',
  l: 'h-11 px-5 text-lg',
};

/** Class names of a button, also for links that look like one. `pressed` is for toggles that are on. */
export function buttonClass(
  options: { variant?: ButtonVariant; size?: ButtonSize; pressed?: boolean; className?: string | undefined } = {},
): string {
  const { variant = 'default', size = 'm', pressed = false, className } = options;
  const look = pressed ? 'border-accent bg-accent-soft text-ink' : looks[variant];
  return cx(shape, look, sizes[size], className);
}
