'use client';

import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import * as Radix from 'radix-ui/dialog';
import { type KeyboardEvent, useId, useState } from 'react';
import { cx } from '../../components/cx.ts';
import { dialogOverlayClass } from '../../components/dialog.tsx';
import { stageName } from '../../components/stage-name.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { type SearchItem, searchMatches } from './search-matches.ts';

const pages: readonly SearchItem[] = [
  { id: 'songs', kind: 'Page', title: 'Songs', detail: 'Everything you work on', href: '/' },
  { id: 'requests', kind: 'Page', title: 'Requests', detail: 'Work asked for and answered', href: '/requests' },
  { id: 'inbox', kind: 'Page', title: 'Inbox', detail: 'What happened', href: '/inbox' },
  { id: 'account', kind: 'Page', title: 'Account', detail: 'Name, password, theme', href: '/account' },
];

/** Finds a song, project or page by name. Arrow keys choose, Enter goes there. */
export function SearchDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={dialogOverlayClass} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[10vh] z-40 mx-auto flex max-h-[70dvh] max-w-140 animate-panel-in flex-col overflow-hidden rounded-l border border-line-strong bg-surface shadow-raised outline-none"
        >
          <Radix.Title className="sr-only">Search</Radix.Title>
          <SearchBox onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function useSearchItems(): SearchItem[] {
  const trpc = useTRPC();
  const songs = useQuery(trpc.songs.list.queryOptions());
  const projects = useQuery(trpc.projects.list.queryOptions());
  return [
    ...(songs.data ?? []).map((song) => ({
      id: song.id,
      kind: 'Song' as const,
      title: song.title,
      detail: `${song.projectTitle} · ${stageName(song.stage)}`,
      href: `/songs/${song.id}`,
    })),
    ...(projects.data ?? []).map((project) => ({
      id: project.id,
      kind: 'Project' as const,
      title: project.title,
      detail: project.artistName,
      href: `/projects/${project.id}`,
    })),
    ...pages,
  ];
}

function SearchBox({ onDone }: { onDone: () => void }) {
  const listId = useId();
  const router = useRouter();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = searchMatches(useSearchItems(), query);
  const active = found[Math.min(chosen, found.length - 1)];

  const go = (item: SearchItem) => {
    onDone();
    router.push(item.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setChosen((current) => (Math.min(current, found.length - 1) + step + found.length) % found.length);
    }
    if (event.key === 'Enter' && active) {
      event.preventDefault();
      go(active);
    }
  };

  return (
    <>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label="Search songs and projects"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
          autoComplete="off"
          placeholder="Search songs and projects"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-faint"
        />
      </div>
      <div id={listId} role="listbox" aria-label="Found" className="overflow-y-auto p-1.5">
        {found.map((item) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox that owns the list
          <div
            key={item.id}
            id={`${listId}-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={item === active}
            onClick={() => go(item)}
            className={cx(
              'flex min-h-10 cursor-pointer items-center gap-3 rounded-m px-2.5 touch:min-h-11',
              item === active ? 'bg-hover' : 'hover:bg-hover/60',
            )}
          >
            <span className="min-w-0 flex-1 truncate">
              <span className="font-medium">{item.title}</span>
              {item.detail ? <span className="text-muted"> · {item.detail}</span> : null}
            </span>
            <span className="text-faint text-sm">{item.kind}</span>
          </div>
        ))}
      </div>
      <p role="status" className={found.length === 0 ? 'px-4 pb-4 text-muted' : 'sr-only'}>
        {found.length === 0 ? `Nothing is called “${query}”.` : `${found.length} found`}
      </p>
    </>
  );
}
