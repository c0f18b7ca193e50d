'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/use-trpc.ts';
import { ProjectListener } from '../shell/project-listener.tsx';

/** Keeps a page that shows several projects in step with all of them. */
export function ProjectListeners() {
  const trpc = useTRPC();
  const { data: projects } = useSuspenseQuery(trpc.projects.list.queryOptions());
  return projects.map((project) => (
    <ProjectListener key={project.id} projectId={project.id} sinceSeq={project.lastSeq} />
  ));
}
