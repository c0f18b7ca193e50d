import { allows } from '@sweetspot/core/access/policy';
import type { JobView } from '@sweetspot/protocol';
import { type RealtimeServer, socketsIn } from './realtime-types.ts';

/** Shows how far a job is to everybody who may see jobs. Nobody waits for it: the next one says more. */
export function relayJob(io: RealtimeServer, job: JobView): void {
  for (const socket of socketsIn(io, job.projectId)) {
    const reader = socket.data.projects.get(job.projectId)?.reader;
    if (reader && allows(reader.memberGrants, 'job.view')) socket.volatile.emit('job:progress', job);
  }
}
