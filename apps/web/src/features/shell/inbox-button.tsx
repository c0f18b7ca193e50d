'use client';

import { useQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '../../components/button-class.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** The way to the inbox, with how many notices are unread. */
export function InboxButton() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.notifications.list.queryOptions());
  const unread = data?.filter((notification) => notification.readAt === null).length ?? 0;
  const label = unread > 0 ? `Inbox, ${unread} unread` : 'Inbox';
  return (
    <Link
      href="/inbox"
      title={label}
      className={buttonClass({ variant: 'quiet', className: 'relative w-8 px-0! touch:w-11 max-md:hidden' })}
    >
      <span className="sr-only">{label}</span>
      <Bell aria-hidden className="size-4.5" />
      {unread > 0 ? (
        <span
          aria-hidden
          className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent px-1 text-center font-bold text-[10px] text-on-accent leading-4"
        >
          {unread > 99 ? '99+' : unread}
        </span>
      ) : null}
    </Link>
  );
}
