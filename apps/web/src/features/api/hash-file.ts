import type { HashAnswer } from './hash-file.worker.ts';

/**
 * SHA-256 of a file, hex, computed in a worker of its own.
 *
 * @throws when the file can no longer be read (changed or moved since it was chosen), or `signal` aborts.
 */
export function hashFile(file: File, signal: AbortSignal): Promise<string> {
  const worker = new Worker(new URL('./hash-file.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => {
      if (data.kind === 'done') resolve(data.sha256);
      if (data.kind === 'failed') reject(new Error(data.message));
    };
    worker.onerror = (event) => reject(new Error(event.message || 'The file could not be read.'));
    worker.postMessage({ file });
  }).finally(() => worker.terminate());
}

const probeBytes = 1024 * 1024;

/**
 * SHA-256 over size, beginning, middle and end of a file: tells in a moment whether the file chosen again after a reload
 * is the one that was begun, before gigabytes are added to another one. The whole hash at the end has the last word.
 */
export async function probeFile(file: Blob): Promise<string> {
  const middle = Math.max(0, Math.floor(file.size / 2) - probeBytes / 2);
  const parts = [0, middle, Math.max(0, file.size - probeBytes)].map((start) => file.slice(start, start + probeBytes));
  const bytes = await new Blob([String(file.size), ...parts]).arrayBuffer();
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
