export type { SongName } from './demo-song/songs.ts';
export { type DemoStem, writeDemoStems } from './demo-song/write-demo-stems.ts';
export { hashFile } from './hash-file.ts';
export { type IngestResult, ingestResultSchema } from './ingest.ts';
export { MediaError, type MediaErrorCode } from './media-error.ts';
export { type RunOptions, runAudioTask } from './run-audio-task.ts';
