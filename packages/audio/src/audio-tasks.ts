import { type IngestInput, type IngestResult, ingest, type TaskOptions } from './ingest.ts';

/** Everything that can be asked of the audio child, by name. */
export interface AudioTasks {
  ingest: { input: IngestInput; result: IngestResult };
}
export type AudioTaskName = keyof AudioTasks;

type Handlers = {
  [Name in AudioTaskName]: (
    input: AudioTasks[Name]['input'],
    options: TaskOptions & { tempDir: string },
  ) => Promise<AudioTasks[Name]['result']>;
};

export const audioTasks: Handlers = { ingest };
