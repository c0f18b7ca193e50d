'use client';

import * as Radix from 'radix-ui/tabs';
import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from './cx.ts';

export type TabItem<T extends string> = { value: T; label: string; count?: number };

/** Tabs over panels. Children are `TabPanel`s with the same values. */
export function Tabs<T extends string>({
  value,
  onChange,
  items,
  label,
  className,
  children,
}: {
  value: T;
  onChange: (value: T) => void;
  items: readonly TabItem<T>[];
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const list = useRef<HTMLDivElement>(null);
  // A chosen tab beyond the edge of a phone is brought into sight, without moving the page.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>(`[data-value="${value}"]`);
    if (!list.current || !tab) return;
    const left = tab.offsetLeft - list.current.offsetLeft;
    const { scrollLeft, clientWidth } = list.current;
    if (left < scrollLeft || left + tab.offsetWidth > scrollLeft + clientWidth)
      list.current.scrollLeft = left - (clientWidth - tab.offsetWidth) / 2;
  }, [value]);
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} className={className}>
      <Radix.List
        ref={list}
        aria-label={label}
        className="flex gap-3 overflow-x-auto border-line border-b [scrollbar-width:none] max-md:-mx-4 max-md:px-3 md:-ml-1"
      >
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            data-value={item.value}
            className="-mb-px flex h-9 items-center px-1 gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink touch:h-11"
          >
            {item.label}
            {item.count === undefined ? null : (
              <span className="font-normal text-faint tabular-nums">{item.count}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({
  value,
  kept = false,
  className,
  children,
}: {
  value: string;
  /** stays as it is, unseen, while another tab is open: for what holds somebody's work */
  kept?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Content
      value={value}
      {...(kept ? { forceMount: true } : {})}
      className={cx('rounded-m data-[state=inactive]:hidden', className)}
    >
      {children}
    </Radix.Content>
  );
}
