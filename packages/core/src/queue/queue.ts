import type { JobKind } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

/**
 * Long work. A Job row is what people see and what decides; the queue only carries its id to a worker, in the
 * transaction of the change that asked for it. A message that is lost or comes twice does no harm: a worker takes a job
 * by changing its row, and jobs that wait without a message are handed over again.
 */
export type Queue = {
  /** Adds a Job row and hands it over, both in `db`'s transaction, and appends `job.changed`. Answers the job's id. */
  enqueue(
    db: Db,
    job: {
      id?: string;
      projectId: string;
      songId: string;
      kind: JobKind;
      subjectId: string;
      label: string;
      createdById: string | null;
    },
  ): Promise<string>;
  /** Hands over a job that is `queued`, after a delay if wanted. One message waits per job, however often it is called. */
  handOver(db: Db, job: { id: string; kind: JobKind }, afterSeconds?: number): Promise<void>;
};

/** The worker's end of the queue. */
export type WorkQueue = Queue & {
  /** The next job's id, or null. `done` is called once the job's row has been taken. */
  next(kind: JobKind): Promise<{ jobId: string; done(): Promise<void> } | null>;
  /** Gives up its connections. */
  stop(): Promise<void>;
};
