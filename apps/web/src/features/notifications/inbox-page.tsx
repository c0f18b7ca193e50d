'use client';

import type { NotificationView } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { BellOff, CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { toast } from '../../components/toast.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { ProjectListeners } from '../library/project-listeners.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { dayHeading } from './day-heading.ts';
import { NotificationRow } from './notification-row.tsx';

/** What happened in one's projects, newest first. */
export function InboxPage() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: all } = useSuspenseQuery(trpc.notifications.list.queryOptions());
  const [shown, setShown] = useState<'unread' | 'all'>('all');
  const listKey = trpc.notifications.list.queryKey();
  const mark = useMutation(
    trpc.notifications.markRead.mutationOptions({
      onMutate: (input) => {
        const readAt = new Date();
        queryClient.setQueryData(listKey, (list) =>
          list?.map((each) =>
            each.readAt === null && ('all' in input || input.ids.includes(each.id)) ? { ...each, readAt } : each,
          ),
        );
      },
      onError: toast.failed,
      onSettled: () => queryClient.invalidateQueries(trpc.notifications.list.pathFilter()),
    }),
  );
  const unread = all.filter((notification) => notification.readAt === null);
  const list = shown === 'unread' ? unread : all;

  return (
    <div className="max-w-180">
      <ProjectListeners />
      <PageHeading
        title="Inbox"
        actions={
          unread.length > 0 ? (
            <Button
              icon={<CheckCheck aria-hidden className="size-4" />}
              loading={mark.isPending}
              onClick={() => mark.mutate({ all: true })}
            >
              Mark all as read
            </Button>
          ) : null
        }
      />
      {all.length > 0 ? (
        <SegmentedControl
          label="Which notices"
          className="mt-5"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: `Unread ${unread.length}` },
          ]}
        />
      ) : null}
      {list.length === 0 ? (
        <EmptyState
          className="mt-6"
          icon={<BellOff />}
          title={all.length > 0 ? 'Nothing unread' : 'Nothing happened yet'}
        >
          {all.length > 0
            ? 'You have seen everything.'
            : 'New versions, comments, approvals and requests of your projects appear here.'}
        </EmptyState>
      ) : (
        byDay(list).map(([day, notifications]) => (
          <section key={day} aria-label={day} className="mt-6">
            <h2 className="mb-2 font-semibold text-muted text-sm" suppressHydrationWarning>
              {day}
            </h2>
            <ul className="overflow-hidden rounded-l border border-line bg-surface">
              {notifications.map((notification) => (
                <NotificationRow
                  key={notification.id}
                  notification={notification}
                  onRead={() => mark.mutate({ ids: [notification.id] })}
                />
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  );
}

const byDay = (list: readonly NotificationView[]): [string, NotificationView[]][] => [
  ...Map.groupBy(list, (notification) => dayHeading(notification.createdAt)).entries(),
];
