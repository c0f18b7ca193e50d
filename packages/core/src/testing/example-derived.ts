import type { Derived } from '@sweetspot/protocol';
import { derivedPrefix } from '../storage/storage.ts';

/** What an ingest by an engine of tests leaves of a file: peaks, and `count` segments of five seconds. */
export function exampleDerived(sha256: string, count: number): Derived {
  const prefix = derivedPrefix(sha256, 'test-1');
  return {
    engine: 'test-1',
    peaksKey: `${prefix}/peaks`,
    segments: {
      keyPrefix: `${prefix}/segments`,
      codec: 'flac',
      bitDepth: 24,
      exponent: 0,
      framesPerSegment: 240_000,
      count,
    },
  };
}
