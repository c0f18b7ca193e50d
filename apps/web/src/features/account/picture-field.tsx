'use client';

import type { AccountView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ChangeEvent, useRef } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { toast } from '../../components/toast.ts';
import { sendPicture } from '../api/send-picture.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** The picture of a person: choose another, or go back to the initials. */
export function PictureField({ account }: { account: AccountView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const fileInput = useRef<HTMLInputElement>(null);
  const saved = { onSuccess: () => router.refresh(), onError: toast.failed };
  const upload = useMutation({ mutationFn: (file: File) => sendPicture('/account/picture', file, 5), ...saved });
  const remove = useMutation(trpc.account.removePicture.mutationOptions(saved));

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file) upload.mutate(file);
  };

  return (
    <div className="flex items-center gap-4">
      <Avatar name={account.name} pictureUrl={account.pictureUrl} size="xl" />
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap gap-2">
          <Button loading={upload.isPending} onClick={() => fileInput.current?.click()}>
            {account.pictureUrl ? 'Choose another picture' : 'Choose a picture'}
          </Button>
          {account.pictureUrl ? (
            <Button variant="quiet" loading={remove.isPending} onClick={() => remove.mutate()}>
              Remove
            </Button>
          ) : null}
        </div>
        <p className="text-muted text-sm">JPEG, PNG or WebP, up to 5 MB.</p>
      </div>
      <input
        ref={fileInput}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        aria-label="Picture file"
        tabIndex={-1}
        className="sr-only"
        onChange={choose}
      />
    </div>
  );
}
