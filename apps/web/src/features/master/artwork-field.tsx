'use client';

import type { Artwork } from '@sweetspot/protocol/deliveries';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { formatBytes } from '../../components/format.ts';
import { Notice } from '../../components/notice.tsx';
import { errorSentence } from '../api/api-error.ts';
import { sendPicture } from '../api/send-picture.ts';
import { useTRPC } from '../api/use-trpc.ts';

const maxMegabytes = 25;

/** The cover of the release, which goes into every file. */
export function ArtworkField({ projectId, artwork }: { projectId: string; artwork: Artwork | null }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const fileInput = useRef<HTMLInputElement>(null);
  const path = `/media/projects/${projectId}/artwork`;
  const send = useMutation({
    mutationFn: (file: File) => sendPicture(path, file, maxMegabytes),
    onSuccess: () => queries.invalidateQueries(trpc.deliveries.pathFilter()),
  });
  return (
    <div className="grid w-full content-start gap-2 sm:w-40">
      <p className="font-medium">Artwork</p>
      {artwork ? (
        // biome-ignore lint/performance/noImgElement: it is served to who may see it, not optimised for everyone
        <img
          src={`${path}?${artwork.sha256.slice(0, 8)}`}
          alt="Artwork of the release"
          className="aspect-square w-40 rounded-m border border-line object-contain"
        />
      ) : (
        <div className="grid aspect-square w-40 place-items-center rounded-m border border-line-strong border-dashed text-faint">
          <ImagePlus aria-hidden className="size-6" />
        </div>
      )}
      <p className="text-muted text-sm tabular-nums">
        {artwork
          ? `${artwork.width} × ${artwork.height}, ${formatBytes(artwork.sizeBytes)}`
          : 'A square of 3000 pixels, JPEG or PNG.'}
      </p>
      <Button id="delivery-artwork" loading={send.isPending} onClick={() => fileInput.current?.click()}>
        {artwork ? 'Choose another' : 'Choose artwork'}
      </Button>
      <input
        ref={fileInput}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        aria-label="Artwork file"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) send.mutate(file);
        }}
      />
      {send.error ? (
        <Notice tone="bad" announce>
          {errorSentence(send.error)}
        </Notice>
      ) : null}
    </div>
  );
}
