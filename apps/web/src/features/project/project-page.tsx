'use client';

import type { ProjectView } from '@sweetspot/protocol/views';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { AvatarStack } from '../../components/avatar-stack.tsx';
import { type TabItem, TabPanel, Tabs } from '../../components/tabs.tsx';
import { Tag } from '../../components/tag.tsx';
import { toast } from '../../components/toast.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { ProjectRequests } from '../requests/project-requests.tsx';
import { LinkEnded } from '../share/link-ended.tsx';
import { ShareLinksPanel } from '../share/share-links-panel.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { ProjectListener } from '../shell/project-listener.tsx';
import { ActivityList } from './activity-list.tsx';
import { MembersPanel } from './members-panel.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { type ProjectTab, projectTabs } from './project-tab.ts';
import { roleName } from './role-name.ts';
import { SongOrder } from './song-order.tsx';

/** One project: its songs in order, and everything around them. A guest sees the songs alone. */
export function ProjectPage({ projectId, initialTab }: { projectId: string; initialTab: ProjectTab }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data: project } = useSuspenseQuery(trpc.projects.get.queryOptions({ projectId }));
  const [tab, setTab] = useState(initialTab);
  const guest = project.role === 'guest';
  const choose = (next: ProjectTab) => {
    setTab(next);
    window.history.replaceState(null, '', next === 'songs' ? `/projects/${projectId}` : `?tab=${next}`);
  };
  const [ended, setEnded] = useState(false);
  const leave = useCallback(() => {
    if (guest) {
      setEnded(true);
      return;
    }
    toast.info('You no longer have access to this project.');
    router.replace('/');
  }, [guest, router]);

  if (ended) return <LinkEnded />;

  return (
    <div className="max-w-270">
      <ProjectListener projectId={projectId} sinceSeq={project.lastSeq} onEnded={leave} />
      <PageHeading
        title={project.title}
        lead={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {project.artistName ? <span>{project.artistName}</span> : null}
            {guest ? null : <Tag>Your role: {roleName(project.role).toLowerCase()}</Tag>}
          </span>
        }
        actions={
          guest ? null : (
            <>
              <AvatarStack people={project.people} label="Members" size="m" max={6} className="max-md:hidden" />
              <ProjectMenu project={project} />
            </>
          )
        }
      />
      {guest ? (
        <div className="mt-6">
          <SongOrder project={project} />
        </div>
      ) : (
        <Tabs
          className="mt-5"
          label="Parts of the project"
          value={tab}
          onChange={choose}
          items={projectTabs.filter((value) => mayOpen(project, value)).map((value) => tabItem(project, value))}
        >
          <TabPanel value="songs" className="pt-5">
            <SongOrder project={project} />
          </TabPanel>
          <TabPanel value="people" className="pt-5">
            <MembersPanel project={project} />
          </TabPanel>
          <TabPanel value="links" className="pt-5">
            <ShareLinksPanel project={project} />
          </TabPanel>
          <TabPanel value="requests" className="pt-5">
            <ProjectRequests project={project} />
          </TabPanel>
          <TabPanel value="activity" className="pt-5">
            <ActivityList projectId={projectId} />
          </TabPanel>
        </Tabs>
      )}
    </div>
  );
}

const mayOpen = (project: ProjectView, tab: ProjectTab): boolean =>
  tab !== 'links' || project.permissions.includes('share.manage');

function tabItem(project: ProjectView, value: ProjectTab): TabItem<ProjectTab> {
  switch (value) {
    case 'songs':
      return { value, label: 'Songs', count: project.songs.length };
    case 'people':
      return { value, label: 'People', count: project.members.length };
    case 'links':
      return { value, label: 'Share links' };
    case 'requests':
      return { value, label: 'Requests' };
    case 'activity':
      return { value, label: 'Activity' };
  }
}
