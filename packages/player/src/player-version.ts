import type { SegmentsView } from '@sweetspot/protocol/views';
import type { Minus } from './difference.ts';

/** Something that can be played: a version or a stem whose file is ready. */
export type PlayerVersion = {
  id: string;
  fileId: string;
  sampleRate: number;
  /** length in frames at `sampleRate` */
  frames: number;
  channels: number;
  segments: SegmentsView;
  integratedLufs: number | null;
  truePeakDbtp: number | null;
  /** An earlier version that is taken away from it: then what was changed is heard (`differenceTo`). */
  minus?: Minus;
};
