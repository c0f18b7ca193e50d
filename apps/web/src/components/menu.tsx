'use client';

import { Check } from 'lucide-react';
import * as Radix from 'radix-ui/dropdown-menu';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';

const itemClass =
  'flex min-h-8 w-full cursor-default select-none items-center gap-2.5 rounded-s px-2.5 py-1 text-left outline-none data-disabled:opacity-50 data-highlighted:bg-hover touch:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0';

/** Actions behind one button. `trigger` is a Button or IconButton (with `hint={false}`). */
export function Menu({
  trigger,
  align = 'end',
  children,
}: {
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-overlay-in overflow-y-auto rounded-m border border-line-strong bg-raised p-1 shadow-raised"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  icon,
  shortcut,
  tone = 'neutral',
  disabled = false,
  asChild = false,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  shortcut?: string;
  tone?: 'neutral' | 'danger';
  disabled?: boolean;
  /** the child is a link that carries icon and text itself */
  asChild?: boolean;
  onSelect?: () => void;
  children: ReactNode;
}) {
  return (
    <Radix.Item
      asChild={asChild}
      disabled={disabled}
      {...(onSelect ? { onSelect } : {})}
      className={cx(itemClass, tone === 'danger' ? 'text-bad' : '[&_svg]:text-muted')}
    >
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          <span className="min-w-0 flex-1">{children}</span>
          {shortcut ? <Kbd>{shortcut}</Kbd> : null}
        </>
      )}
    </Radix.Item>
  );
}

/** Several entries, one of which is chosen. */
export function MenuRadioGroup<T extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}) {
  return (
    <Radix.RadioGroup aria-label={label} value={value} onValueChange={(next) => onChange(next as T)}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={itemClass}>
          <span aria-hidden className="grid size-4 place-items-center">
            <Radix.ItemIndicator>
              <Check className="text-accent" />
            </Radix.ItemIndicator>
          </span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** An entry that is on or off. */
export function MenuCheckbox({
  checked,
  onChange,
  shortcut,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  shortcut?: string;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem checked={checked} onCheckedChange={onChange} className={itemClass}>
      <span aria-hidden className="grid size-4 place-items-center">
        <Radix.ItemIndicator>
          <Check className="text-accent" />
        </Radix.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1">{children}</span>
      {shortcut ? <Kbd>{shortcut}</Kbd> : null}
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-muted text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
