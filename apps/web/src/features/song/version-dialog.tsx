'use client';

import type { VersionView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** A version's name and what its maker says about it; the sound never changes. */
export default function VersionDialog({ version, onClose }: { version: VersionView; onClose: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState(version.name);
  const [notes, setNotes] = useState(version.notes);
  const update = useMutation(trpc.versions.update.mutationOptions({ onSuccess: onClose }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={version.label} size="s">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({ versionId: version.id, name: name.trim(), notes: notes.trim() });
        }}
      >
        <TextField
          label="Name"
          optional={version.kind !== 'reference'}
          placeholder="Vocal up"
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <TextAreaField
          label="Notes"
          optional
          hint="What you did and what to listen for."
          value={notes}
          maxLength={10_000}
          onChange={(event) => setNotes(event.target.value)}
        />
        {update.error ? (
          <Notice tone="bad" announce>
            {errorSentence(update.error)}
          </Notice>
        ) : null}
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={update.isPending}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
