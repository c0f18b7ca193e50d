export type { AudioTaskName, AudioTasks } from './audio-tasks.ts';
export type { DeliveryFormat } from './delivery-formats.ts';
export type { SongName } from './demo-song/songs.ts';
export { type DemoSongOptions, type DemoStem, writeDemoStems } from './demo-song/write-demo-stems.ts';
export { hashFile } from './hash-file.ts';
export { type IngestInput, type IngestResult, ingest, ingestResultSchema, type TaskOptions } from './ingest.ts';
export { type LoudnessFigures, measureFile } from './loudness-figures.ts';
export { type MeasuredStem, measureStems, planRoughMix, type Stem } from './measure-stems.ts';
export { MediaError, type MediaErrorCode, mediaErrorCodes } from './media-error.ts';
export { openSource, openSources } from './open-source.ts';
export {
  type DeliveredFile,
  type DeliveryInput,
  type DeliveryMetadata,
  type DeliveryResult,
  renderDelivery,
} from './render-delivery.ts';
export { type MasterInput, type MasterResult, renderMaster } from './render-master.ts';
export { type MixInput, type MixResult, renderMix } from './render-mix.ts';
export { type RoughMixInput, type RoughMixResult, renderRoughMix } from './render-rough-mix.ts';
export { type RunOptions, runAudioTask } from './run-audio-task.ts';
export { acceptedFormats } from './sniff.ts';
export type { AudioSource, Block, SourceInfo } from './source.ts';
export { type WavOptions, WavWriter } from './wav-writer.ts';
