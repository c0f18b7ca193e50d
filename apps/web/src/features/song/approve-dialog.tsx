'use client';

import type { Decision } from '@sweetspot/protocol/songs';
import type { VersionView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { formatBytes } from '../../components/format.ts';
import { Notice } from '../../components/notice.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { toast } from '../../components/toast.ts';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { ShaTag } from './sha-tag.tsx';

const choices = [
  { value: 'approved', label: 'Approve' },
  { value: 'rejected', label: 'Not yet' },
] as const;

/** A yes or a no to exactly this file. */
export default function ApproveDialog({ version, onClose }: { version: VersionView; onClose: () => void }) {
  const trpc = useTRPC();
  const [decision, setDecision] = useState<Decision>('approved');
  const [note, setNote] = useState('');
  const give = useMutation(
    trpc.approvals.give.mutationOptions({
      onSuccess: () => {
        toast.done(
          decision === 'approved' ? `You approved ${version.label}.` : `You said “not yet” to ${version.label}.`,
        );
        onClose();
      },
    }),
  );
  const { file } = version;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Is ${version.label} right?`}
      description="Your answer is bound to exactly this file. If the file ever differs, it no longer counts."
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate({ versionId: version.id, fileSha256: file.sha256, decision, note: note.trim() });
        }}
      >
        <div className="flex flex-wrap items-center gap-2 rounded-m border border-line px-3 py-2">
          <span className="min-w-0 flex-1 truncate font-medium">{file.originalName}</span>
          <span className="text-muted text-sm tabular-nums">{formatBytes(file.sizeBytes)}</span>
          <ShaTag sha256={file.sha256} />
        </div>
        {version.openComments > 0 && decision === 'approved' ? (
          <Notice tone="warn">
            {version.openComments === 1 ? 'One comment is' : `${version.openComments} comments are`} still open on{' '}
            {version.label}.
          </Notice>
        ) : null}
        <SegmentedControl label="Your answer" value={decision} onChange={setDecision} options={choices} />
        <TextAreaField
          label={decision === 'approved' ? 'Note' : 'What is missing?'}
          optional
          rows={3}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {give.error ? (
          <Notice tone="bad" announce>
            {errorSentence(give.error)}
          </Notice>
        ) : null}
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant={decision === 'approved' ? 'primary' : 'default'} loading={give.isPending}>
            {decision === 'approved' ? `Approve ${version.label}` : 'Say “not yet”'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
