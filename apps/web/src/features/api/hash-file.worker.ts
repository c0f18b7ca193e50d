import { createSHA256 } from 'hash-wasm';

/** Asks the worker to hash a file; it answers with progress and then with the SHA-256, or says that it cannot be read. */
export type HashRequest = { file: File };
export type HashAnswer =
  | { kind: 'progress'; bytes: number }
  | { kind: 'done'; sha256: string }
  | { kind: 'failed'; message: string };

/** Large enough that the cost is in the hash, small enough that several files at once stay under 50 MB of memory. */
const blockBytes = 4 * 1024 * 1024;

const scope = self as unknown as {
  onmessage: ((message: MessageEvent<HashRequest>) => void) | null;
  postMessage(answer: HashAnswer): void;
};

scope.onmessage = ({ data: { file } }) => {
  hash(file).catch((error: unknown) => {
    scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
};

/** Reads block by block: a 10 GB file takes as little memory as a short one. */
async function hash(file: File): Promise<void> {
  const sha256 = await createSHA256();
  sha256.init();
  for (let start = 0; start < file.size; start += blockBytes) {
    const block = await file.slice(start, start + blockBytes).arrayBuffer();
    sha256.update(new Uint8Array(block));
    scope.postMessage({ kind: 'progress', bytes: start + block.byteLength });
  }
  scope.postMessage({ kind: 'done', sha256: sha256.digest('hex') });
}
