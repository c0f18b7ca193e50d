import { DetailedError, Upload } from 'tus-js-client';

/** One PATCH: the server makes it durable before it answers, so this is the most that a power loss there costs. */
const chunkBytes = 32 * 1024 * 1024;

/** Soon at first, then every half minute for an hour: a train has tunnels, a laptop is closed over lunch. */
const retryDelaysMs = [0, 1_000, 3_000, 5_000, 10_000, ...Array<number>(120).fill(30_000)];

/**
 * Answers worth another try: none at all; 409, the server has another offset than thought; 423, a dying request still
 * holds the file. A full disk (507) is not filled further: the person is told, and resumes when there is room.
 */
const isPassing = (status: number): boolean =>
  status === 0 || status === 409 || status === 423 || status === 429 || (status >= 500 && status !== 507);

/**
 * Sends by tus what the server does not have yet of a file, through network cuts. Settles when everything is there and
 * durable; rejects with `signal.reason` when aborted, or with tus' error when it makes no sense to go on.
 *
 * @param options.begun the server may have bytes already, so it is asked how many before any are sent.
 */
export function sendFile(options: {
  file: File;
  uploadId: string;
  begun: boolean;
  signal: AbortSignal;
  onProgress: (sentBytes: number) => void;
  /** The connection is away; it goes on by itself. */
  onWaiting: () => void;
}): Promise<void> {
  const { file, uploadId, begun, signal, onProgress, onWaiting } = options;
  return new Promise<void>((resolve, reject) => {
    let waiting = false;
    const tus = new Upload(file, {
      endpoint: '/uploads',
      // The server names the upload by this id, so its address is known without having been stored.
      uploadUrl: begun ? `/uploads/${uploadId}` : null,
      metadata: { uploadId, fileName: file.name },
      chunkSize: chunkBytes,
      retryDelays: retryDelaysMs,
      storeFingerprintForResuming: false,
      onShouldRetry(error) {
        const again = isPassing(error.originalResponse?.getStatus() ?? 0);
        waiting = again;
        if (again && !signal.aborted) onWaiting();
        return again;
      },
      onProgress(sentBytes) {
        waiting = false;
        if (!signal.aborted) onProgress(sentBytes);
      },
      onSuccess: () => settle(resolve),
      onError: (error) => settle(() => reject(error)),
    });
    // Not until the next try is due, but as soon as the network is back.
    const goOn = () => {
      if (waiting) void tus.abort().then(() => signal.aborted || tus.start());
    };
    const abort = () => {
      void tus.abort();
      settle(() => reject(signal.reason));
    };
    function settle(how: () => void): void {
      window.removeEventListener('online', goOn);
      signal.removeEventListener('abort', abort);
      how();
    }
    window.addEventListener('online', goOn);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else tus.start();
  });
}

const statusOf = (error: unknown): number =>
  error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;

/** True for answers after which the same file can be continued; false when the upload itself is over. */
export function mayContinueAfter(error: unknown): boolean {
  const status = statusOf(error);
  return status === 0 || status === 401 || status === 507 || isPassing(status);
}

/** True for the answer that the upload has ended: it arrived, failed or was given up. */
export const isGone = (error: unknown): boolean => statusOf(error) === 410;
