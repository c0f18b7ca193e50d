import type { JobKind } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

/**
 * Long work. A Job row is what people see; the queue only carries its id to a worker, in the transaction of the
 * change that asked for it.
 */
export type Queue = {
  /** Adds a Job row and hands it to the queue, both in `db`'s transaction, and appends `job.changed`. Answers the job's id. */
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
};
