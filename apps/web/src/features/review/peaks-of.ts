import { PeaksReader } from '@sweetspot/player/peaks-reader';

const readers = new Map<string, PeaksReader>();
const mostReaders = 80;

/** The peaks of a file, read once per page however many drawings show them. */
export function peaksOf(fileId: string): PeaksReader {
  const known = readers.get(fileId);
  if (known) return known;
  const reader = new PeaksReader(`/media/files/${fileId}/peaks`);
  if (readers.size >= mostReaders) readers.delete(readers.keys().next().value!);
  readers.set(fileId, reader);
  return reader;
}
