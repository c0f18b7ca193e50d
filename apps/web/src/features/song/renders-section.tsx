'use client';

import type { RenderView } from '@sweetspot/protocol/views';
import { AudioWaveform } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useReview, useReviewLive } from '../review/review-context.tsx';
import { JobRow } from '../shell/jobs-popover.tsx';

const outcomes: Record<RenderView['job']['state'], { word: string; tone: Tone }> = {
  queued: { word: 'Waiting', tone: 'neutral' },
  running: { word: 'Running', tone: 'accent' },
  succeeded: { word: 'Done', tone: 'ok' },
  failed: { word: 'Failed', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'neutral' },
};

/** What the server has rendered for this song, and is rendering now. */
export default function RendersSection() {
  const { song, versions, selectVersion } = useReview();
  const live = useReviewLive();
  if (song.renders.length === 0)
    return (
      <EmptyState icon={<AudioWaveform />} title="Nothing rendered yet" level={3} className="mt-4">
        Rough mixes, mixes and masters that the server makes show their progress here.
      </EmptyState>
    );
  return (
    <ul className="grid gap-1 pt-3">
      {song.renders.map((render) => {
        const job = live.jobs.get(render.job.id) ?? render.job;
        const version = versions.find(({ id }) => id === render.versionId);
        if (job.state === 'queued' || job.state === 'running' || job.state === 'failed')
          return <JobRow key={render.id} job={job} />;
        const { word, tone } = outcomes[job.state];
        return (
          <li key={render.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-m px-1 py-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">{job.label}</p>
              <p className="text-muted text-sm">
                {render.requestedBy ? `${render.requestedBy.name}, ` : ''}
                <RelativeTime date={render.createdAt} />
              </p>
            </div>
            {version ? (
              <button
                type="button"
                className="rounded-s font-medium text-accent hover:underline touch:min-h-11"
                onClick={() => selectVersion(version.id)}
              >
                {version.label}
              </button>
            ) : null}
            <Tag tone={tone}>{word}</Tag>
          </li>
        );
      })}
    </ul>
  );
}
