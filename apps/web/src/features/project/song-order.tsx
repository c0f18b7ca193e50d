'use client';

import type { ProjectView } from '@sweetspot/protocol/views';
import { Music, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useSongProgress } from '../library/use-song-progress.ts';
import { SongOrderRow } from './song-order-row.tsx';

const NewSongDialog = dynamic(() => import('../library/new-song-dialog.tsx').then((module) => module.NewSongDialog), {
  ssr: false,
});
const SortableSongs = dynamic(() => import('./sortable-songs.tsx').then((module) => module.SortableSongs), {
  ssr: false,
  loading: () => null,
});

/** The songs in album order; who may, changes the order by dragging or by keyboard. */
export function SongOrder({ project }: { project: ProjectView }) {
  const progress = useSongProgress();
  const [adding, setAdding] = useState<'never' | 'open' | 'closed'>('never');
  const [ordering, setOrdering] = useState(false);
  const mayAdd = project.permissions.includes('song.add');
  const mayOrder = project.permissions.includes('song.update') && project.songs.length > 1;
  const songs = project.songs.toSorted((a, b) => a.position - b.position);

  const addButton = mayAdd ? (
    <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setAdding('open')}>
      New song
    </Button>
  ) : null;

  return (
    <>
      <h2 className="sr-only">Songs</h2>
      {songs.length === 0 ? (
        <EmptyState icon={<Music />} title="No songs yet" action={addButton}>
          {mayAdd
            ? 'Add the first song, then drop its stems or a mix on it.'
            : 'The first song appears here as soon as somebody adds it.'}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center justify-end gap-2">
            {mayOrder ? (
              <Button pressed={ordering} onClick={() => setOrdering(!ordering)}>
                {ordering ? 'Done' : 'Change the order'}
              </Button>
            ) : null}
            {addButton}
          </div>
          {ordering && mayOrder ? (
            <SortableSongs projectId={project.id} songs={songs} />
          ) : (
            <ol className="overflow-hidden rounded-l border border-line bg-surface">
              {songs.map((song, index) => (
                <SongOrderRow
                  key={song.id}
                  song={song}
                  number={index + 1}
                  progress={progress.get(song.id) ?? song.progress}
                />
              ))}
            </ol>
          )}
        </>
      )}
      {adding === 'never' ? null : (
        <NewSongDialog
          open={adding === 'open'}
          onOpenChange={(open) => setAdding(open ? 'open' : 'closed')}
          projectId={project.id}
        />
      )}
    </>
  );
}
