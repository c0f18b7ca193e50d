/** POSIX counts in these for `ulimit -f`. */
const blockBytes = 512;

/**
 * A command whose process may not write past so many bytes of a file: the kernel refuses in the middle of it (EFBIG), much
 * as it does on a disk that has become full, but on every machine, without rights, and for this process and its children
 * alone.
 */
export const limitFileSize = (largestFileBytes: number, command: string[]): string[] => [
  'sh',
  '-c',
  'ulimit -S -f "$1" && shift && exec "$@"',
  'sh',
  String(Math.floor(largestFileBytes / blockBytes)),
  ...command,
];
