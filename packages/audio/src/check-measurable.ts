import { MediaError } from './media-error.ts';

/** As many channels as the meters of the engine take. */
const mostChannels = 8;

/** Throws MediaError for what can be read and not measured: a multitrack in one file. */
export function checkMeasurable({ channels }: { channels: number }): void {
  if (channels <= mostChannels) return;
  const sentence = `This file has ${channels} channels, and ${mostChannels} can be measured; export its tracks as files of their own.`;
  throw new MediaError('too_many_channels', sentence);
}
