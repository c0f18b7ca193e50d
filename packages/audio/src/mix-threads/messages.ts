import type { MixSettings } from '@sweetspot/dsp';
import { MediaError, type MediaErrorCode } from '../media-error.ts';
import type { SumRingShape } from './sum-ring.ts';

/** What a thread of banks is started with: the banks it runs and, of the strips in them that are heard, the files. */
export type BankOrder = {
  settings: MixSettings;
  sampleRate: number;
  banks: number[];
  stems: { strip: number; path: string; name: string }[];
  ring: SumRingShape;
  buffer: SharedArrayBuffer;
};

/** It answers once it is ready, is then told the latency to align to, and may be told to stop. */
export type FromBankWorker =
  | { type: 'ready'; latencyFrames: number; expectedFrames: number }
  | { type: 'failed'; failure: Failure };

/** The desk, too, is then told the latency that the banks align to. */
export type DeskOrder = {
  settings: MixSettings;
  sampleRate: number;
  outPath: string;
  /** One per thread of banks, with the banks that it runs. */
  rings: { banks: number[]; ring: SumRingShape; buffer: SharedArrayBuffer }[];
};

export type FromDeskWorker =
  | { type: 'progress'; soundFrames: number }
  | { type: 'finished'; frames: number; truePeakDbtp: number }
  | { type: 'failed'; failure: Failure };

/** An error on its way to another thread, where errors lose their class. */
export type Failure = { mediaCode: MediaErrorCode | null; message: string; detail: string | undefined };

export const failureOf = (error: unknown): Failure => {
  if (error instanceof MediaError) {
    return { mediaCode: error.mediaCode, message: error.message, detail: error.detail };
  }
  return { mediaCode: null, message: String(error), detail: error instanceof Error ? error.stack : undefined };
};

export const errorOf = ({ mediaCode, message, detail }: Failure): Error => {
  if (mediaCode === null) return new Error(detail ?? message);
  return new MediaError(mediaCode, message, detail === undefined ? {} : { detail });
};
