import type { RunOptions } from '@sweetspot/audio';
import type { JobRun } from '@sweetspot/core/queue/run-jobs';

/** A run of a task whose progress is a part of the job's. */
export const partOf = ({ tempDir, signal, onProgress }: JobRun, from: number, to: number): RunOptions => ({
  tempDir,
  signal,
  onProgress: (done) => onProgress(from + (to - from) * done),
});
