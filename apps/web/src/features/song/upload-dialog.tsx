'use client';

import type { UploadPurpose } from '@sweetspot/protocol/songs';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { formatBytes, plural } from '../../components/format.ts';
import { Select, type SelectOption } from '../../components/select.tsx';
import { useUploads } from '../api/use-uploads.ts';
import { guessPurpose } from './guess-purpose.ts';

const purposes: readonly SelectOption<UploadPurpose>[] = [
  { value: 'stem', label: 'Stem', hint: 'one element of the song' },
  { value: 'rough', label: 'Rough mix', hint: 'how it sounded while recording' },
  { value: 'mix', label: 'Mix', hint: 'a finished stereo mix' },
  { value: 'master', label: 'Master', hint: 'the final level and tone' },
  { value: 'reference', label: 'Reference', hint: 'another record to compare with' },
];

/** Asks what the files are, with a guess for each, and sends them. */
export default function UploadDialog({
  songId,
  files,
  leftOut,
  onClose,
}: {
  songId: string;
  files: readonly File[];
  /** came along and are no sound */
  leftOut: readonly File[];
  onClose: () => void;
}) {
  const { uploads } = useUploads(songId);
  const [chosen, setChosen] = useState<readonly UploadPurpose[]>(() =>
    files.map(({ name }) => guessPurpose(name, files.length)),
  );
  const sizeBytes = files.reduce((sum, { size }) => sum + size, 0);
  const choose = (index: number, purpose: UploadPurpose) =>
    setChosen((current) => current.map((one, n) => (n === index ? purpose : one)));
  const send = () => {
    uploads.add(files.map((file, index) => ({ songId, purpose: chosen[index]!, file })));
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={files.length === 1 ? 'What is this file?' : `What are these ${files.length} files?`}
      description="Guessed from the names; change what is wrong. The files themselves are kept as they are."
      size="l"
    >
      {files.length > 3 ? (
        <div className="mb-2 flex items-center justify-between gap-3 border-line border-b pb-2">
          <span className="text-muted">All of them</span>
          <Select
            aria-label="What all files are"
            className="w-44!"
            value={chosen.every((one) => one === chosen[0]) ? chosen[0]! : null}
            placeholder="Different"
            options={purposes}
            onChange={(purpose) => setChosen(files.map(() => purpose))}
          />
        </div>
      ) : null}
      <ul className="grid gap-1.5">
        {files.map((file, index) => (
          <li key={`${file.name}-${file.size}`} className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium" title={file.name}>
                {file.name}
              </span>
              <span className="text-muted text-sm tabular-nums">{formatBytes(file.size)}</span>
            </span>
            <Select
              aria-label={`What ${file.name} is`}
              className="w-36! shrink-0 md:w-44!"
              value={chosen[index]!}
              options={purposes}
              onChange={(purpose) => choose(index, purpose)}
            />
          </li>
        ))}
      </ul>
      {leftOut.length > 0 ? (
        <p className="mt-3 text-pretty text-muted text-sm" title={leftOut.map(({ name }) => name).join(', ')}>
          {plural(leftOut.length, 'other file')} left out, no sound by{' '}
          {leftOut.length === 1 ? 'its name' : 'their names'}:{' '}
          {leftOut
            .slice(0, 3)
            .map(({ name }) => name)
            .join(', ')}
          {leftOut.length > 3 ? ' …' : ''}
        </p>
      ) : null}
      <DialogFooter>
        <span className="mr-auto text-muted text-sm tabular-nums">{formatBytes(sizeBytes)}</span>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" onClick={send}>
          Upload {plural(files.length, 'file')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
