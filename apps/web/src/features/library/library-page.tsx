'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { Columns3, ListMusic, Plus, Rows3, Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { controlClass } from '../../components/field.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { Select } from '../../components/select.tsx';
import { useTRPC } from '../api/use-trpc.ts';
import { PageHeading } from '../shell/page-heading.tsx';
import { filterSongs } from './filter-songs.ts';
import { LibraryEmpty } from './library-empty.tsx';
import { type LibraryView, rememberLibraryView } from './library-view.ts';
import { ProjectListeners } from './project-listeners.tsx';
import { SongBoard } from './song-board.tsx';
import { SongList } from './song-list.tsx';
import { useSongProgress } from './use-song-progress.ts';

const NewSongDialog = dynamic(() => import('./new-song-dialog.tsx').then((module) => module.NewSongDialog), {
  ssr: false,
});

const allProjects = 'all';

/** Every song one works on, by stage. */
export function LibraryPage({ initialView }: { initialView: LibraryView }) {
  const trpc = useTRPC();
  const { data: songs } = useSuspenseQuery(trpc.songs.list.queryOptions());
  const { data: projects } = useSuspenseQuery(trpc.projects.list.queryOptions());
  const progress = useSongProgress();
  const [view, setView] = useState(initialView);
  const [query, setQuery] = useState('');
  const [projectId, setProjectId] = useState<string | null>(null);
  const [adding, setAdding] = useState<'never' | 'open' | 'closed'>('never');

  const choose = (next: LibraryView) => {
    setView(next);
    rememberLibraryView(next);
  };
  const shown = filterSongs(songs, { query, projectId });
  const filtered = query.trim() !== '' || projectId !== null;
  const mayAdd = projects.length === 0 || projects.some((project) => project.role !== 'client');
  const startAdding = () => setAdding('open');

  return (
    <>
      <ProjectListeners />
      <PageHeading
        title="Songs"
        actions={
          songs.length > 0 && mayAdd ? (
            <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={startAdding}>
              New song
            </Button>
          ) : null
        }
      />
      {songs.length === 0 ? (
        <LibraryEmpty projects={projects} onAdd={mayAdd ? startAdding : null} />
      ) : (
        <>
          <div className="mt-4 mb-5 flex flex-wrap items-center gap-2">
            <div className="relative min-w-40 flex-1 md:max-w-72">
              <Search aria-hidden className="-translate-y-1/2 absolute top-1/2 left-2.5 size-4 text-muted" />
              <input
                type="search"
                aria-label="Filter the songs"
                placeholder="Filter"
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                className={`${controlClass} h-8 pl-8.5 touch:h-11`}
              />
            </div>
            {projects.length > 1 ? (
              <Select
                aria-label="Project"
                className="h-8! w-auto! max-w-60 touch:h-11! max-md:hidden!"
                value={projectId ?? allProjects}
                onChange={(value) => setProjectId(value === allProjects ? null : value)}
                options={[
                  { value: allProjects, label: 'All projects' },
                  ...projects.map((project) => ({ value: project.id, label: project.title })),
                ]}
              />
            ) : null}
            <SegmentedControl
              label="Show as"
              hideLabels="phone"
              className="ml-auto"
              value={view}
              onChange={choose}
              options={[
                { value: 'board', label: 'Board', icon: <Columns3 aria-hidden /> },
                { value: 'list', label: 'List', icon: <Rows3 aria-hidden /> },
              ]}
            />
          </div>
          <p role="status" className="sr-only">
            {filtered ? `${shown.length} of ${songs.length} songs` : ''}
          </p>
          {shown.length === 0 ? (
            <EmptyState
              icon={<ListMusic />}
              title="No song matches"
              action={
                <Button
                  onClick={() => {
                    setQuery('');
                    setProjectId(null);
                  }}
                >
                  Show all songs
                </Button>
              }
            >
              The filter looks at titles, projects and what a song waits for.
            </EmptyState>
          ) : view === 'board' ? (
            <SongBoard songs={shown} progress={progress} filtered={filtered} />
          ) : (
            <SongList songs={shown} progress={progress} />
          )}
        </>
      )}
      {adding === 'never' ? null : (
        <NewSongDialog open={adding === 'open'} onOpenChange={(open) => setAdding(open ? 'open' : 'closed')} />
      )}
    </>
  );
}
