'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { toast } from '../../components/toast.ts';
import { UploadClient, type UploadItem } from './upload-client.ts';
import { useTRPC, useTRPCClient } from './use-trpc.ts';

let client: UploadClient | undefined;
const none: readonly UploadItem[] = [];
const busy: readonly UploadItem['phase'][] = ['waiting', 'sending', 'offline', 'finishing'];

/**
 * The uploads of this tab, all of them or those of one song, with what a person can do to them. They go on while pages
 * change; leaving the site while one runs asks first.
 */
export function useUploads(songId?: string): { items: readonly UploadItem[]; uploads: UploadClient } {
  const api = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  client ??= new UploadClient(api, ({ songId: ofSong, fileName }) => {
    toast.info(`The upload of ${fileName} has ended meanwhile; nothing is left to send.`);
    void queryClient.invalidateQueries(trpc.songs.get.queryFilter({ songId: ofSong }));
  });
  const uploads = client;
  const all = useSyncExternalStore(uploads.subscribe, uploads.getSnapshot, () => none);
  const items = useMemo(() => (songId ? all.filter((item) => item.songId === songId) : all), [all, songId]);

  const running = all.some((item) => busy.includes(item.phase));
  useEffect(() => {
    if (!running) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [running]);

  return { items, uploads };
}
