import type { UploadPurpose } from '@sweetspot/protocol';
import { Upload } from 'tus-js-client';
import type { ApiClient } from './api-client.ts';
import { hashFile, probeFile } from './hash-file.ts';
import { addSample, bytesPerSecond, noRate, secondsLeft, type TransferRate } from './transfer-rate.ts';
import { uploadErrorSentence } from './upload-error.ts';
import { forgetUpload, recallUpload, rememberUpload } from './upload-memory.ts';

/**
 * waiting → sending ⇄ paused, sending ⇄ offline (goes on by itself) → finishing → done.
 * `needs-file`: begun before a reload; the file must be chosen again. `failed`: `message` says why.
 */
export type UploadPhase = 'waiting' | 'sending' | 'paused' | 'offline' | 'finishing' | 'done' | 'needs-file' | 'failed';

export type UploadItem = {
  /** Also the id of the Upload row and of the tus upload. */
  uploadId: string;
  songId: string;
  purpose: UploadPurpose;
  fileName: string;
  sizeBytes: number;
  sentBytes: number;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  phase: UploadPhase;
  message: string | null;
};

export type FileToUpload = { songId: string; purpose: UploadPurpose; file: File };

type OpenUpload = Pick<UploadItem, 'uploadId' | 'songId' | 'purpose' | 'fileName' | 'sizeBytes'>;

type Work = {
  item: UploadItem;
  file: File | null;
  /** The Upload row exists. */
  started: boolean;
  /** The server may have bytes already, so it is asked how many before any are sent. */
  begun: boolean;
  abort: AbortController;
  tus: Upload | null;
  sha256: Promise<string> | null;
  rate: TransferRate;
};

const filesAtOnce = 3;
/** One PATCH: the server makes it durable before it answers, so this is the most that a power loss there costs. */
const chunkBytes = 32 * 1024 * 1024;
const retryDelaysMs = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000];
const anotherFile =
  'This is not the file that was begun: its size or content differs. Choose the same file, or cancel the upload and send this one as a new file.';

/**
 * The uploads of this tab, as an external store: `subscribe` and `getSnapshot` fit useSyncExternalStore, and the snapshot
 * only changes when something in it does. Three files are sent at once; each is hashed in a worker while it is sent.
 */
export class UploadClient {
  readonly #api: ApiClient;
  readonly #work = new Map<string, Work>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly UploadItem[] = [];

  constructor(api: ApiClient) {
    this.#api = api;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): readonly UploadItem[] => this.#snapshot;

  /** Begins to send files; they appear in the snapshot at once, in this order. */
  add(files: readonly FileToUpload[]): void {
    for (const { songId, purpose, file } of files) {
      const uploadId = crypto.randomUUID();
      this.#put({ uploadId, songId, purpose, fileName: file.name, sizeBytes: file.size }, 'waiting', file);
    }
    this.#pump();
  }

  /** Shows uploads that were open before a reload (`uploads.listOpen`) and are not of this tab. */
  adopt(uploads: readonly OpenUpload[]): void {
    for (const upload of uploads) {
      if (!this.#work.has(upload.uploadId)) this.#put(upload, 'needs-file', null, true);
    }
  }

  /** Continues an upload of before a reload with its file, chosen again. Throws a sentence when it is another file. */
  async resumeWithFile(uploadId: string, file: File): Promise<void> {
    const work = this.#work.get(uploadId);
    if (!work) return;
    const remembered = recallUpload(uploadId);
    const same =
      file.size === work.item.sizeBytes && (remembered === null || remembered.probe === (await probeFile(file)));
    if (!same) throw new Error(anotherFile);
    work.file = file;
    this.#set(work, { phase: 'waiting', message: null });
    this.#pump();
  }

  pause(uploadId: string): void {
    const work = this.#work.get(uploadId);
    if (!work || !['waiting', 'sending', 'offline'].includes(work.item.phase)) return;
    this.#set(work, { phase: 'paused', bytesPerSecond: null, secondsLeft: null });
    void work.tus?.abort();
    this.#pump();
  }

  resume(uploadId: string): void {
    const work = this.#work.get(uploadId);
    if (work?.item.phase !== 'paused' && work?.item.phase !== 'failed') return;
    this.#set(work, { phase: work.file ? 'waiting' : 'needs-file', message: null });
    this.#pump();
  }

  /** Gives an upload up, here and on the server. */
  async cancel(uploadId: string): Promise<void> {
    const work = this.#work.get(uploadId);
    if (!work) return;
    work.abort.abort(new Error('cancelled'));
    await work.tus?.abort();
    if (work.started) await this.#api.uploads.cancel.mutate({ uploadId });
    this.#drop(uploadId);
  }

  /** Takes a finished or failed file off the list; a failure is dismissed on the server too. */
  async dismiss(uploadId: string): Promise<void> {
    const work = this.#work.get(uploadId);
    if (!work) return;
    if (work.started && work.item.phase === 'failed') await this.#api.uploads.dismiss.mutate({ uploadId });
    this.#drop(uploadId);
  }

  #put(upload: OpenUpload, phase: UploadPhase, file: File | null, started = false): void {
    const item: UploadItem = {
      ...upload,
      sentBytes: 0,
      bytesPerSecond: null,
      secondsLeft: null,
      phase,
      message: null,
    };
    const abort = new AbortController();
    const work: Work = { item, file, started, begun: started, abort, tus: null, sha256: null, rate: noRate };
    this.#work.set(upload.uploadId, work);
    this.#publish();
  }

  /** Starts what waits, as long as fewer than `filesAtOnce` run. */
  #pump(): void {
    const running = [...this.#work.values()].filter(({ item }) =>
      ['sending', 'offline', 'finishing'].includes(item.phase),
    ).length;
    const waiting = [...this.#work.values()].filter(({ item }) => item.phase === 'waiting');
    for (const work of waiting.slice(0, Math.max(0, filesAtOnce - running))) {
      this.#set(work, { phase: 'sending' });
      this.#send(work).catch((error: unknown) => this.#fail(work, error));
    }
  }

  async #send(work: Work): Promise<void> {
    const { file, item } = work;
    if (!file) return;
    const { uploadId } = item;
    if (!work.started) {
      rememberUpload({ uploadId, sizeBytes: file.size, probe: await probeFile(file) });
      const { songId, purpose, fileName, sizeBytes } = item;
      await this.#api.uploads.start.mutate({ id: uploadId, songId, purpose, fileName, sizeBytes });
      work.started = true;
    }
    // Hashed once, beside the transfer; a pause does not stop it.
    work.sha256 ??= hashFile(file, work.abort.signal);
    work.sha256.catch(() => undefined); // Awaited below, when the last byte is there.
    if (this.#work.get(uploadId)?.item.phase !== 'sending') return;
    await this.#transfer(work, file);
    if (this.#work.get(uploadId)?.item.phase !== 'sending') return;
    this.#set(work, { phase: 'finishing', sentBytes: file.size, bytesPerSecond: null, secondsLeft: null });
    await this.#api.uploads.finish.mutate({ uploadId, sha256: await work.sha256 });
    forgetUpload(uploadId);
    this.#set(work, { phase: 'done' });
    this.#pump();
  }

  /** Sends the bytes that the server does not have yet. Also resolves when it was paused. */
  #transfer(work: Work, file: File): Promise<void> {
    const { uploadId, fileName } = work.item;
    return new Promise((resolve, reject) => {
      const tus = new Upload(file, {
        endpoint: '/uploads',
        // The server names the upload by this id, so an address is known without having been stored.
        uploadUrl: work.begun ? `/uploads/${uploadId}` : null,
        metadata: { uploadId, fileName },
        chunkSize: chunkBytes,
        retryDelays: retryDelaysMs,
        storeFingerprintForResuming: false,
        removeFingerprintOnSuccess: false,
        onShouldRetry: (error, _attempt, _options) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          // 409: the server has another offset than thought; 423: a dying request still holds the file. A full disk (507)
          // is not filled further: the person is told, and resumes when there is room.
          const again = (status === 0 || status >= 500 || [409, 423, 429].includes(status)) && status !== 507;
          if (again) this.#set(work, { phase: 'offline', bytesPerSecond: null, secondsLeft: null });
          return again;
        },
        onProgress: (sentBytes) => {
          work.rate = addSample(work.rate, performance.now(), sentBytes);
          this.#set(work, {
            phase: 'sending',
            sentBytes,
            bytesPerSecond: bytesPerSecond(work.rate),
            secondsLeft: secondsLeft(work.rate, file.size),
          });
        },
        onSuccess: () => resolve(),
        onError: reject,
      });
      work.tus = tus;
      work.begun = true;
      work.rate = noRate;
      // A pause while sending aborts without calling back.
      const stop = this.subscribe(() => {
        if (['sending', 'offline'].includes(work.item.phase)) return;
        stop();
        resolve();
      });
      tus.start();
    });
  }

  #fail(work: Work, error: unknown): void {
    if (work.abort.signal.aborted) return;
    work.sha256 = null;
    this.#set(work, { phase: 'failed', message: uploadErrorSentence(error), bytesPerSecond: null, secondsLeft: null });
    this.#pump();
  }

  #set(work: Work, change: Partial<UploadItem>): void {
    work.item = { ...work.item, ...change };
    this.#publish();
  }

  #drop(uploadId: string): void {
    this.#work.delete(uploadId);
    forgetUpload(uploadId);
    this.#publish();
    this.#pump();
  }

  #publish(): void {
    this.#snapshot = [...this.#work.values()].map(({ item }) => item);
    for (const listener of [...this.#listeners]) listener();
  }
}
