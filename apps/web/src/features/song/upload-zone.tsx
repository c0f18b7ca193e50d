'use client';

import { Upload } from 'lucide-react';
import dynamic from 'next/dynamic';
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { toast } from '../../components/toast.ts';
import { droppedFiles } from './dropped-files.ts';
import { mayBeSound } from './guess-purpose.ts';

const UploadDialog = dynamic(() => import('./upload-dialog.tsx'), { ssr: false });

type UploadPicker = { pickFiles: () => void; pickFolder: () => void };
const UploadPickerContext = createContext<UploadPicker | null>(null);

/** Opens the chooser for files or a folder; null for people who may not upload here. */
export const useUploadPicker = (): UploadPicker | null => use(UploadPickerContext);

/** Takes files dropped anywhere on the page, or picked, and asks what they are before sending them. */
export function UploadZone({
  songId,
  songTitle,
  enabled,
  children,
}: {
  songId: string;
  songTitle: string;
  enabled: boolean;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const [files, setFiles] = useState<{ sound: readonly File[]; leftOut: readonly File[] } | null>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);

  const take = (all: readonly File[]) => {
    const sound = all.filter(({ name }) => mayBeSound(name));
    if (sound.length > 0)
      setFiles({ sound, leftOut: all.filter(({ name }) => !mayBeSound(name) && !name.startsWith('.')) });
    else if (all.length > 0)
      toast.failed('There is no sound file among these. Sweetspot takes WAV, AIFF, FLAC, MP3, M4A, AAC, OGG and Opus.');
  };
  const drop = useEffectEvent((transfer: DataTransfer) => {
    droppedFiles(transfer).then(take, () => toast.failed('This folder could not be read. Choose its files instead.'));
  });
  useEffect(() => {
    if (!enabled) return;
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const move = (event: DragEvent) => hasFiles(event) && event.preventDefault();
    const dropped = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      drop(event.dataTransfer);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', move);
    window.addEventListener('drop', dropped);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', move);
      window.removeEventListener('drop', dropped);
    };
  }, [enabled]);

  const picker = useMemo<UploadPicker | null>(
    () =>
      enabled ? { pickFiles: () => fileInput.current?.click(), pickFolder: () => folderInput.current?.click() } : null,
    [enabled],
  );
  const picked = (input: HTMLInputElement) => {
    take([...(input.files ?? [])]);
    // The same file may be chosen again.
    input.value = '';
  };
  return (
    <UploadPickerContext value={picker}>
      {children}
      {enabled ? (
        <>
          <input
            ref={fileInput}
            type="file"
            multiple
            hidden
            data-testid="song-files"
            accept="audio/*,.wav,.aif,.aiff,.aifc,.flac,.mp3,.m4a,.ogg,.opus"
            onChange={(event) => picked(event.currentTarget)}
          />
          <input
            ref={folderInput}
            type="file"
            hidden
            // React knows no name for it; every browser with folders does.
            {...{ webkitdirectory: '' }}
            onChange={(event) => picked(event.currentTarget)}
          />
        </>
      ) : null}
      {over ? (
        <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-l border-2 border-accent border-dashed bg-backdrop">
          <p className="flex items-center gap-3 rounded-l bg-raised px-6 py-4 font-semibold text-lg shadow-raised">
            <Upload aria-hidden className="size-5 text-accent" />
            Drop files or a folder to add them to {songTitle}
          </p>
        </div>
      ) : null}
      {files ? (
        <UploadDialog songId={songId} files={files.sound} leftOut={files.leftOut} onClose={() => setFiles(null)} />
      ) : null}
    </UploadPickerContext>
  );
}
