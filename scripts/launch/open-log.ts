import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export type Log = {
  write: (chunk: Buffer) => void;
  /** What was written last, for the person who has to find out why something ended. */
  tail: (lines: number) => string;
  close: () => void;
};

/** A log file that is moved to `<file>.old` when it reaches `limitBytes`, so that two generations are kept. */
export function openLog(file: string, limitBytes: number = 20 * 1024 ** 2): Log {
  mkdirSync(dirname(file), { recursive: true });
  let sizeBytes = existsSync(file) ? statSync(file).size : 0;
  let descriptor = openSync(file, 'a', 0o600);
  let recent = '';
  return {
    write: (chunk) => {
      if (sizeBytes > 0 && sizeBytes + chunk.length > limitBytes) {
        closeSync(descriptor);
        renameSync(file, `${file}.old`);
        descriptor = openSync(file, 'a', 0o600);
        sizeBytes = 0;
      }
      sizeBytes += writeSync(descriptor, chunk);
      recent = (recent + chunk.toString()).slice(-16_384);
    },
    tail: (lines) => recent.trimEnd().split('\n').slice(-lines).join('\n'),
    close: () => closeSync(descriptor),
  };
}
