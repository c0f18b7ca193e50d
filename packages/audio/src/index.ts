export type { AudioTaskName, AudioTasks } from './audio-tasks.ts';
export { type IngestInput, type IngestResult, ingest, ingestResultSchema, type TaskOptions } from './ingest.ts';
export { MediaError, type MediaErrorCode, mediaErrorCodes } from './media-error.ts';
export { openSource, openSources } from './open-source.ts';
export { type RunOptions, runAudioTask } from './run-audio-task.ts';
export { acceptedFormats } from './sniff.ts';
export type { AudioSource, Block, SourceInfo } from './source.ts';
export { type WavOptions, WavWriter } from './wav-writer.ts';
