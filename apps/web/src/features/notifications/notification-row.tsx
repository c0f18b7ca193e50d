'use client';

import type { NotificationView } from '@sweetspot/protocol/views';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { notificationHref } from './notification-href.ts';

/** A notice. Opening it reads it. */
export function NotificationRow({ notification, onRead }: { notification: NotificationView; onRead: () => void }) {
  const unread = notification.readAt === null;
  return (
    <li className="relative flex items-center gap-3 border-line border-b px-4 py-3 last:border-0 hover:bg-hover/50">
      <span aria-hidden className={cx('size-2 shrink-0 rounded-full', unread ? 'bg-accent' : 'bg-transparent')} />
      <div className="min-w-0 flex-1">
        <Link
          href={notificationHref(notification)}
          onClick={unread ? onRead : undefined}
          className={cx('text-pretty rounded-s after:absolute after:inset-0', unread ? 'font-semibold' : 'text-muted')}
        >
          {unread ? <span className="sr-only">Unread: </span> : null}
          {notification.text}
        </Link>
        <RelativeTime date={notification.createdAt} className="block text-faint text-sm" />
      </div>
      {unread ? (
        <IconButton
          label="Mark as read"
          icon={<Check aria-hidden className="size-4" />}
          className="relative"
          onClick={onRead}
        />
      ) : null}
    </li>
  );
}
