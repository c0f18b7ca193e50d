import type { Marker } from '@sweetspot/markers';
import type { ShownComment } from './travelling-comments.ts';

/** Comments as markers. What is about the whole version, or about what is no longer there, stands at its beginning. */
export const markersOf = (comments: readonly ShownComment[], sampleRate: number): Marker[] =>
  comments.map(({ startSample, endSample, author, status, body, replies }) => ({
    startSeconds: (startSample ?? 0) / sampleRate,
    endSeconds: endSample === null ? null : endSample / sampleRate,
    author: author.name,
    status,
    lines: [body, ...replies.map((reply) => `${reply.author.name}: ${reply.body}`)],
  }));
