'use client';

import { useReview, useReviewLive } from '../review/review-context.tsx';
import { JobRow } from '../shell/jobs-popover.tsx';

/** Masters that are being made, and the last one if it failed. */
export function MasterJobs() {
  const { song } = useReview();
  const live = useReviewLive();
  const jobs = song.renders.filter(({ kind }) => kind === 'master').map(({ job }) => live.jobs.get(job.id) ?? job);
  const shown = jobs.filter(
    ({ state }, at) => state === 'queued' || state === 'running' || (state === 'failed' && at === 0),
  );
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Masters being made" className="rounded-m border border-line bg-surface px-3 py-2">
      {shown.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </ul>
  );
}
