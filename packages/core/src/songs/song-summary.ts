import type { Song } from '@sweetspot/prisma';
import { versionLabel } from '@sweetspot/protocol';
import type { SongSummary } from '@sweetspot/protocol/views';
import type { SongFacts } from './song-facts.ts';
import { songNeed } from './song-need.ts';

export function songSummary(song: Song & { project: { title: string } }, facts: SongFacts): SongSummary {
  const { latestVersion: latest } = facts;
  return {
    id: song.id,
    projectId: song.projectId,
    projectTitle: song.project.title,
    title: song.title,
    position: song.position,
    stage: song.stage,
    need: songNeed(facts),
    openComments: facts.openComments.values().reduce((sum, count) => sum + count, 0),
    stemCount: facts.stemCount,
    latestVersion: latest && {
      id: latest.id,
      kind: latest.kind,
      number: latest.number,
      label: versionLabel(latest),
      fileId: latest.fileId,
      durationSeconds:
        latest.file.frames !== null && latest.file.sampleRate !== null
          ? Number(latest.file.frames) / latest.file.sampleRate
          : null,
    },
    progress: facts.progress,
    updatedAt: song.updatedAt,
  };
}
