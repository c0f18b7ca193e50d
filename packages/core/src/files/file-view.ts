import type { AudioFile } from '@sweetspot/prisma';
import { analysisSchema, type Derived } from '@sweetspot/protocol';
import type { FileView, SegmentsView } from '@sweetspot/protocol/views';

/** A file as pages show it. Lengths and sizes of files are below 2^53. */
export const fileView = (file: AudioFile): FileView => ({
  id: file.id,
  originalName: file.originalName,
  sizeBytes: Number(file.sizeBytes),
  sha256: file.sha256,
  state: file.state,
  failureMessage: file.failureMessage,
  container: file.container,
  codec: file.codec,
  sampleRate: file.sampleRate,
  bitDepth: file.bitDepth,
  channels: file.channels,
  frames: file.frames === null ? null : Number(file.frames),
  analysis: loudnessOf(file),
  // Written by the worker through its schema.
  segments: file.state === 'ready' ? segmentsView(file.derived as Derived | null) : null,
});

function segmentsView(derived: Derived | null): SegmentsView | null {
  if (derived === null) return null;
  const { codec, exponent, framesPerSegment, count } = derived.segments;
  return { codec, exponent, framesPerSegment, count };
}

function loudnessOf({ analysis }: AudioFile): FileView['analysis'] {
  if (analysis === null) return null;
  const { loudness } = analysisSchema.parse(analysis);
  return { loudness };
}
