'use client';

import type { ShareLinkView } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, Clock, KeyRound } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { formatDate } from '../../components/format.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useTRPC } from '../api/use-trpc.ts';
import { rightName } from './right-name.ts';

const ConfirmDialog = dynamic(
  () => import('../../components/confirm-dialog.tsx').then((module) => module.ConfirmDialog),
  { ssr: false },
);

const states: Record<ShareLinkView['state'], { tone: Tone; icon: ReactNode; text: string }> = {
  active: { tone: 'ok', icon: <CircleCheck aria-hidden />, text: 'Active' },
  expired: { tone: 'neutral', icon: <Clock aria-hidden />, text: 'Ended' },
  revoked: { tone: 'neutral', icon: <CircleX aria-hidden />, text: 'Revoked' },
};

/** A share link: what it opens, what it allows, who came, and how to end it. */
export function ShareLinkRow({ projectId, link }: { projectId: string; link: ShareLinkView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation(
    trpc.shareLinks.revoke.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.shareLinks.list.queryFilter({ projectId })),
    }),
  );
  const { tone, icon, text } = states[link.state];
  const active = link.state === 'active';
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-3 last:border-0">
      <div className={cx('min-w-0 flex-1 basis-64', !active && 'text-muted')}>
        <div className="flex items-center gap-2">
          <h3 className="truncate font-semibold">{link.name}</h3>
          <Tag tone={tone} icon={icon}>
            {text}
          </Tag>
          {link.hasPassword ? <Tag icon={<KeyRound aria-hidden />}>Password</Tag> : null}
        </div>
        <p className="mt-0.5 text-muted text-sm" suppressHydrationWarning>
          {[
            link.targetLabel,
            link.followLatest ? 'newest version' : null,
            link.rights.map(rightName).join(', ').toLowerCase(),
            link.expiresAt && active ? `until ${formatDate(link.expiresAt)}` : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {link.guests.length > 0 ? (
          <p className="mt-0.5 text-muted text-sm">
            Opened by{' '}
            {link.guests.slice(0, 3).map((guest, index) => (
              <span key={`${guest.name}-${guest.lastSeenAt.getTime()}`}>
                {index > 0 ? ', ' : ''}
                <span className="text-ink">{guest.name}</span> <RelativeTime date={guest.lastSeenAt} />
              </span>
            ))}
            {link.guests.length > 3 ? ` and ${link.guests.length - 3} more` : ''}
          </p>
        ) : (
          <p className="mt-0.5 text-faint text-sm">Nobody has opened it yet.</p>
        )}
      </div>
      {active ? (
        <Button variant="danger" aria-label={`Revoke ${link.name}`} onClick={() => setAsking(true)}>
          Revoke
        </Button>
      ) : null}
      {asking ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsking(false)}
          title={`Revoke “${link.name}”?`}
          confirmLabel="Revoke the link"
          onConfirm={() => revoke.mutateAsync({ shareLinkId: link.id })}
        >
          Whoever came by it loses access at once. Their comments and approvals stay. A revoked link cannot be opened
          again; you can make a new one.
        </ConfirmDialog>
      ) : null}
    </li>
  );
}
