import type { MasterRecipe } from '@sweetspot/protocol/recipes';
import { type AlternatesInput, type AlternatesResult, renderAlternates } from './alternates/render-alternates.ts';
import { type CompareInput, type CompareResult, compareFiles } from './diff/compare-files.ts';
import { type IngestInput, type IngestResult, ingest, type TaskOptions } from './ingest.ts';
import { type MatchInput, matchReferences } from './match/match-references.ts';
import { type DeliveryInput, type DeliveryResult, renderDelivery } from './render-delivery.ts';
import { type MasterInput, type MasterResult, renderMaster } from './render-master.ts';
import { type MixInput, type MixResult, renderMix } from './render-mix.ts';

/** Everything that can be asked of the audio child, by name. */
export interface AudioTasks {
  ingest: { input: IngestInput; result: IngestResult };
  mix: { input: MixInput; result: MixResult };
  match: { input: MatchInput; result: MasterRecipe };
  master: { input: MasterInput; result: MasterResult };
  alternates: { input: AlternatesInput; result: AlternatesResult };
  deliver: { input: DeliveryInput; result: DeliveryResult };
  compare: { input: CompareInput; result: CompareResult };
}
export type AudioTaskName = keyof AudioTasks;

type Handlers = {
  [Name in AudioTaskName]: (
    input: AudioTasks[Name]['input'],
    options: TaskOptions & { tempDir: string },
  ) => Promise<AudioTasks[Name]['result']>;
};

export const audioTasks: Handlers = {
  ingest,
  mix: renderMix,
  match: matchReferences,
  master: renderMaster,
  alternates: renderAlternates,
  deliver: renderDelivery,
  compare: compareFiles,
};
