/** Another worker has the job now, or it ended: whoever gets this may publish nothing and cleans up. */
export class FencedError extends Error {
  constructor(jobId: string) {
    super(`The job ${jobId} is no longer this worker's.`);
    this.name = 'FencedError';
  }
}
