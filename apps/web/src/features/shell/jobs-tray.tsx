'use client';

import dynamic from 'next/dynamic';
import { useJobs } from './use-jobs.ts';

const JobsPopover = dynamic(() => import('./jobs-popover.tsx'), { ssr: false });

/** What the server is working on, in every project. Not there, nor loaded, when there is nothing. */
export function JobsTray() {
  const jobs = useJobs();
  return jobs.length === 0 ? null : <JobsPopover jobs={jobs} />;
}
