/** PostgreSQL channels about jobs. Payloads are small and never the only way to learn of something. */
export const jobChannels = {
  /** The kind of a job that can be taken now. */
  queued: 'job_queued',
  /** The id of a job that somebody wants cancelled. */
  cancel: 'job_cancel',
  /** A JobView as JSON, several times a second while a job runs; web processes relay it and nobody stores it. */
  progress: 'job_progress',
} as const;
