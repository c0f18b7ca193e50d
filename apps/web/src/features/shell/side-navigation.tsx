'use client';

import { useQuery } from '@tanstack/react-query';
import { FolderPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useTRPC } from '../api/use-trpc.ts';
import { navigationItems } from './navigation-items.ts';
import { useNavigationCounts } from './use-navigation-counts.ts';

const NewProjectDialog = dynamic(
  () => import('../project/new-project-dialog.tsx').then((module) => module.NewProjectDialog),
  { ssr: false },
);

const entryClass = (here: boolean) =>
  cx(
    'flex min-h-8.5 items-center gap-2.5 rounded-m px-2.5',
    here ? 'bg-hover font-semibold text-ink' : 'text-muted hover:bg-hover/60 hover:text-ink',
  );

/** The left side of a desktop: places and projects. */
export function SideNavigation() {
  const trpc = useTRPC();
  const pathname = usePathname();
  const counts = useNavigationCounts();
  const projects = useQuery(trpc.projects.list.queryOptions());
  const [starting, setStarting] = useState<'never' | 'open' | 'closed'>('never');
  const here = (href: string) => (href === '/' ? pathname === '/' : pathname.startsWith(href));

  return (
    <nav
      aria-label="Main"
      className="sticky top-13 h-[calc(100dvh-52px)] w-56 shrink-0 overflow-y-auto border-line border-r p-3 max-lg:hidden"
    >
      <ul className="flex flex-col gap-0.5">
        {navigationItems.map(({ href, label, icon: Icon, counts: counted }) => (
          <li key={href}>
            <Link href={href} aria-current={here(href) ? 'page' : undefined} className={entryClass(here(href))}>
              <Icon aria-hidden className="size-4" />
              <span className="flex-1">{label}</span>
              {counted && counts[counted] > 0 ? (
                <span className="font-normal text-muted tabular-nums">{counts[counted]}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
      <div className="mt-5 mb-1 flex items-center justify-between pl-2.5">
        <h2 className="font-semibold text-muted text-sm">Projects</h2>
        <IconButton
          size="s"
          label="Start a project"
          icon={<FolderPlus aria-hidden className="size-4" />}
          onClick={() => setStarting('open')}
        />
      </div>
      {projects.isPending ? (
        <div className="flex flex-col gap-2 p-2.5">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-4 w-24" />
        </div>
      ) : null}
      <ul className="flex flex-col gap-0.5">
        {projects.data?.map((project) => {
          const href = `/projects/${project.id}`;
          return (
            <li key={project.id}>
              <Link href={href} aria-current={here(href) ? 'page' : undefined} className={entryClass(here(href))}>
                <span className="flex-1 truncate">{project.title}</span>
                <span className="font-normal text-muted tabular-nums">{project.songCount}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      {starting === 'never' ? null : (
        <NewProjectDialog open={starting === 'open'} onOpenChange={(open) => setStarting(open ? 'open' : 'closed')} />
      )}
    </nav>
  );
}
