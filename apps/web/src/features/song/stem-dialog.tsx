'use client';

import type { StemView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { stemRoleName, stemRoles } from './stem-role.ts';

/** What a stem is called and what it plays; the rough mix goes by the role. */
export default function StemDialog({ stem, onClose }: { stem: StemView; onClose: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState(stem.name);
  const [role, setRole] = useState(stem.role);
  const update = useMutation(trpc.stems.update.mutationOptions({ onSuccess: onClose }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Name and role" size="s">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({ stemId: stem.id, name: name.trim(), role });
        }}
      >
        <TextField
          label="Name"
          value={name}
          required
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label="Role"
          hint="The rough mix sets level, place and tone by it."
          value={role}
          onChange={setRole}
          options={stemRoles.map((value) => ({ value, label: stemRoleName(value) }))}
        />
        {update.error ? (
          <Notice tone="bad" announce>
            {errorSentence(update.error)}
          </Notice>
        ) : null}
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={update.isPending} disabled={name.trim() === ''}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
