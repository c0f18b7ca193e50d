'use client';

import type { RequestView } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { toast } from '../../components/toast.ts';
import { useTRPC } from '../api/use-trpc.ts';

type Writing = 'ask' | 'reply' | 'decline';

const writing: Record<Writing, { label: string; placeholder: string; send: string; needsText: boolean }> = {
  ask: {
    label: 'Your question',
    placeholder: 'What do you need to know before you can say yes?',
    send: 'Ask',
    needsText: true,
  },
  reply: { label: 'Your reply', placeholder: 'Answer the engineer.', send: 'Reply', needsText: true },
  decline: {
    label: 'Why not',
    placeholder: 'A sentence helps the artist to find somebody else.',
    send: 'Decline',
    needsText: false,
  },
};

/** What the reader may do with a request now; `permissions` of the view name the steps. */
export function RequestAnswer({ request }: { request: RequestView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Writing | null>(null);
  const [body, setBody] = useState('');
  const [withdrawing, setWithdrawing] = useState(false);
  const settled = {
    onSuccess: () => {
      setOpen(null);
      setBody('');
    },
    onError: toast.failed,
    onSettled: () => queryClient.invalidateQueries(trpc.requests.list.pathFilter()),
  };
  const accept = useMutation(trpc.requests.accept.mutationOptions(settled));
  const decline = useMutation(trpc.requests.decline.mutationOptions(settled));
  const ask = useMutation(trpc.requests.ask.mutationOptions(settled));
  const reply = useMutation(trpc.requests.reply.mutationOptions(settled));
  const withdraw = useMutation(trpc.requests.withdraw.mutationOptions(settled));
  const may = (step: string) => request.permissions.includes(step);
  if (request.permissions.length === 0) return null;

  const requestId = request.id;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const text = body.trim();
    if (open === 'ask') ask.mutate({ requestId, body: text });
    if (open === 'reply') reply.mutate({ requestId, body: text });
    if (open === 'decline') decline.mutate({ requestId, body: text || undefined });
  };

  return (
    <div className="mt-5 border-line border-t pt-4">
      {open ? (
        <form onSubmit={send} className="flex flex-col gap-3">
          <TextAreaField
            label={writing[open].label}
            optional={!writing[open].needsText}
            placeholder={writing[open].placeholder}
            rows={3}
            maxLength={5000}
            autoFocus
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              variant={open === 'decline' ? 'danger' : 'primary'}
              loading={ask.isPending || reply.isPending || decline.isPending}
              disabled={writing[open].needsText && body.trim() === ''}
            >
              {writing[open].send}
            </Button>
            <Button variant="quiet" onClick={() => setOpen(null)}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <div className="flex flex-wrap gap-2">
          {may('accept') ? (
            <Button variant="primary" loading={accept.isPending} onClick={() => accept.mutate({ requestId })}>
              Accept
            </Button>
          ) : null}
          {may('reply') ? (
            <Button variant="primary" onClick={() => setOpen('reply')}>
              Reply
            </Button>
          ) : null}
          {may('ask') ? <Button onClick={() => setOpen('ask')}>Ask back</Button> : null}
          {may('decline') ? (
            <Button variant="danger" onClick={() => setOpen('decline')}>
              Decline
            </Button>
          ) : null}
          {may('withdraw') ? (
            <Button variant="quiet" onClick={() => setWithdrawing(true)}>
              Withdraw
            </Button>
          ) : null}
        </div>
      )}
      <ConfirmDialog
        open={withdrawing}
        onOpenChange={setWithdrawing}
        title="Withdraw this request?"
        confirmLabel="Withdraw"
        onConfirm={() => withdraw.mutateAsync({ requestId })}
      >
        The engineers can no longer accept it. You can send a new one at any time.
      </ConfirmDialog>
    </div>
  );
}
