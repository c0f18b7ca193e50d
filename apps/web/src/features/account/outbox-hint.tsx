'use client';

import { useQuery } from '@tanstack/react-query';
import { cx } from '../../components/cx.ts';
import { Notice } from '../../components/notice.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { useTRPC } from '../api/use-trpc.ts';

/** On an installation that sends no mail: where the mails are. Elsewhere nothing. */
export function OutboxHint({ className }: { className?: string }) {
  const trpc = useTRPC();
  const outbox = useQuery(trpc.outbox.list.queryOptions(undefined, { retry: false }));
  if (!outbox.isSuccess) return null;
  return (
    <Notice className={cx('w-full text-left', className)}>
      This installation sends no mail. <TextLink href="/outbox">Open the outbox</TextLink> to read it.
    </Notice>
  );
}
