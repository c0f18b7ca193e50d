import type { Metadata } from 'next';
import { cache } from 'react';
import { ProjectPage } from '../../../../features/project/project-page.tsx';
import { projectTabOf } from '../../../../features/project/project-tab.ts';
import { apiKeys } from '../../../../features/shell/api-keys.ts';
import { Prefetched } from '../../../../features/shell/prefetched.tsx';
import { loadForPage } from '../../../../server/page-api.ts';

type Props = PageProps<'/projects/[projectId]'>;

const loadProject = cache((projectId: string) =>
  loadForPage(`/projects/${projectId}`, (api) => api.projects.get({ projectId })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { projectId } = await params;
  return { title: (await loadProject(projectId)).title };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ projectId }, { tab }] = await Promise.all([params, searchParams]);
  const project = await loadProject(projectId);
  return (
    <Prefetched fill={(store) => store.setQueryData(apiKeys.projects.get.queryKey({ projectId }), project)}>
      <ProjectPage projectId={projectId} initialTab={projectTabOf(tab)} />
    </Prefetched>
  );
}
