import type { UploadPurpose } from '@sweetspot/protocol';
import type { ApiClient } from './api-client.ts';
import { apiErrorCode, errorSentence } from './api-error.ts';
import { hashFile, probeFile } from './hash-file.ts';
import { isGone, mayContinueAfter, sendFile } from './send-file.ts';
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
  /** After a failure: `resume` can go on where it was. When false it can only be dismissed and sent anew. */
  canResume: boolean;
};

export type FileToUpload = { songId: string; purpose: UploadPurpose; file: File };

type OpenUpload = Pick<UploadItem, 'uploadId' | 'songId' | 'purpose' | 'fileName' | 'sizeBytes'>;

type Work = {
  item: UploadItem;
  file: File | null;
  /** Begun before a reload. */
  adopted: boolean;
  /** The Upload row exists. */
  started: boolean;
  /** The server may have bytes already. */
  begun: boolean;
  /** Ends the present run: a pause, or giving up. */
  run: AbortController | null;
  /** Of the whole file; computed once, beside the transfer, also through a pause. */
  sha256: { value: Promise<string>; stop: AbortController } | null;
};

const filesAtOnce = 3;
const still = { bytesPerSecond: null, secondsLeft: null };
const anotherFile =
  'This is not the file that was begun: its size or content differs. Choose the same file, or cancel the upload and send this one as a new file.';

/**
 * The uploads of this tab, as an external store: `subscribe` and `getSnapshot` fit useSyncExternalStore, and the snapshot
 * only changes when something in it does. Three files are sent at once; each is hashed in a worker while it is sent.
 */
export class UploadClient {
  readonly #api: ApiClient;
  readonly #onEnded: (item: UploadItem) => void;
  readonly #work = new Map<string, Work>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly UploadItem[] = [];

  /** @param onEnded an upload of before a reload turned out to be over, and is off the list. */
  constructor(api: ApiClient, onEnded: (item: UploadItem) => void) {
    this.#api = api;
    this.#onEnded = onEnded;
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

  /**
   * Shows uploads of a song that were open before a reload (`uploads.listOpen`) and are not of this tab. What waits for
   * its file and is open no more goes off the list: its last bytes were on their way when the page was left.
   */
  adopt(songId: string, uploads: readonly OpenUpload[]): void {
    for (const work of [...this.#work.values()]) {
      const { item } = work;
      const isOpen = uploads.some(({ uploadId }) => uploadId === item.uploadId);
      if (item.songId === songId && item.phase === 'needs-file' && !isOpen) this.#drop(work);
    }
    for (const upload of uploads) {
      if (!this.#work.has(upload.uploadId)) this.#put(upload, 'needs-file', null);
    }
  }

  /**
   * Continues an upload of before a reload with its file, chosen again, unless it has ended meanwhile. Throws a sentence
   * when it is another file, or when the server cannot be asked.
   */
  async resumeWithFile(uploadId: string, file: File): Promise<void> {
    const work = this.#work.get(uploadId);
    if (work?.item.phase !== 'needs-file') return;
    const remembered = recallUpload(uploadId);
    const same =
      file.size === work.item.sizeBytes && (remembered === null || remembered.probe === (await probeFile(file)));
    if (!same) throw new Error(anotherFile);
    if (!(await this.#isOpen(work.item))) {
      this.#end(work);
      return;
    }
    work.file = file;
    this.#set(work, { phase: 'waiting', message: null });
    this.#pump();
  }

  pause(uploadId: string): void {
    const work = this.#work.get(uploadId);
    if (!work || !['waiting', 'sending', 'offline'].includes(work.item.phase)) return;
    this.#set(work, { phase: 'paused', ...still });
    work.run?.abort();
    this.#pump();
  }

  resume(uploadId: string): void {
    const work = this.#work.get(uploadId);
    if (!work || !(work.item.phase === 'paused' || (work.item.phase === 'failed' && work.item.canResume))) return;
    this.#set(work, { phase: work.file ? 'waiting' : 'needs-file', message: null });
    this.#pump();
  }

  /** Gives an upload up, here and on the server. */
  async cancel(uploadId: string): Promise<void> {
    const work = this.#work.get(uploadId);
    if (!work) return;
    work.run?.abort();
    if (work.started) await this.#api.uploads.cancel.mutate({ uploadId });
    this.#drop(work);
  }

  /** Takes a finished or failed file off the list; one that the server knows as failed is dismissed there too. */
  async dismiss(uploadId: string): Promise<void> {
    const work = this.#work.get(uploadId);
    if (!work) return;
    if (work.item.phase === 'failed' && work.started) {
      // Open for the server where only this tab gave up; failed where the server said no.
      if (work.item.canResume) await this.#api.uploads.cancel.mutate({ uploadId });
      else await this.#api.uploads.dismiss.mutate({ uploadId }).catch(ignoreEnded);
    }
    this.#drop(work);
  }

  #put(upload: OpenUpload, phase: UploadPhase, file: File | null): void {
    const known = phase === 'needs-file';
    const item: UploadItem = { ...upload, ...still, sentBytes: 0, phase, message: null, canResume: true };
    this.#work.set(upload.uploadId, {
      item,
      file,
      adopted: known,
      started: known,
      begun: known,
      run: null,
      sha256: null,
    });
    this.#publish();
  }

  /** Starts what waits, as long as fewer than `filesAtOnce` run. */
  #pump(): void {
    const all = [...this.#work.values()];
    const running = all.filter(({ item }) => ['sending', 'offline', 'finishing'].includes(item.phase)).length;
    const waiting = all.filter(({ item }) => item.phase === 'waiting');
    for (const work of waiting.slice(0, Math.max(0, filesAtOnce - running))) {
      const run = new AbortController();
      work.run = run;
      this.#set(work, { phase: 'sending' });
      this.#send(work, run.signal).catch((error: unknown) => {
        if (!run.signal.aborted) this.#fail(work, error);
      });
    }
  }

  /** One run, from wherever the upload stands. Rejects when it was aborted. */
  async #send(work: Work, signal: AbortSignal): Promise<void> {
    const { file, item } = work;
    if (!file) return;
    const { uploadId, songId, purpose, fileName, sizeBytes } = item;
    if (!work.started) {
      rememberUpload({ uploadId, sizeBytes, probe: await probeFile(file) });
      signal.throwIfAborted();
      await this.#api.uploads.start.mutate({ id: uploadId, songId, purpose, fileName, sizeBytes });
      work.started = true;
      signal.throwIfAborted();
    }
    work.sha256 ??= startHash(file);
    const { begun } = work;
    work.begun = true;
    let rate: TransferRate = noRate;
    await sendFile({
      file,
      uploadId,
      begun,
      signal,
      onWaiting: () => this.#set(work, { phase: 'offline', ...still }),
      onProgress: (sentBytes) => {
        rate = addSample(rate, performance.now(), sentBytes);
        const progress = { bytesPerSecond: bytesPerSecond(rate), secondsLeft: secondsLeft(rate, sizeBytes) };
        this.#set(work, { phase: 'sending', sentBytes, ...progress });
      },
    });
    this.#set(work, { phase: 'finishing', sentBytes: sizeBytes, ...still });
    await this.#api.uploads.finish.mutate({ uploadId, sha256: await work.sha256.value });
    forgetUpload(uploadId);
    this.#set(work, { phase: 'done' });
    this.#pump();
  }

  #fail(work: Work, error: unknown): void {
    work.sha256?.stop.abort();
    work.sha256 = null;
    const code = apiErrorCode(error);
    if (work.adopted && (code === 'gone' || isGone(error))) {
      this.#end(work);
      return;
    }
    const canResume = code === null ? mayContinueAfter(error) : ['unavailable', 'internal', 'conflict'].includes(code);
    this.#set(work, { phase: 'failed', message: uploadErrorSentence(error), canResume, ...still });
    this.#pump();
  }

  async #isOpen({ uploadId, songId }: UploadItem): Promise<boolean> {
    try {
      const uploads = await this.#api.uploads.listOpen.query({ songId });
      return uploads.some(({ id, state }) => id === uploadId && state === 'open');
    } catch (error) {
      throw new Error(errorSentence(error), { cause: error });
    }
  }

  #end(work: Work): void {
    this.#drop(work);
    this.#onEnded(work.item);
  }

  #set(work: Work, change: Partial<UploadItem>): void {
    work.item = { ...work.item, ...change };
    this.#publish();
  }

  #drop(work: Work): void {
    work.sha256?.stop.abort();
    this.#work.delete(work.item.uploadId);
    forgetUpload(work.item.uploadId);
    this.#publish();
    this.#pump();
  }

  #publish(): void {
    this.#snapshot = [...this.#work.values()].map(({ item }) => item);
    for (const listener of [...this.#listeners]) listener();
  }
}

function startHash(file: File): NonNullable<Work['sha256']> {
  const stop = new AbortController();
  const value = hashFile(file, stop.signal);
  value.catch(() => undefined); // Awaited, and told, when the last byte is there.
  return { value, stop };
}

/** Collected, or dismissed in another tab: gone is what was wanted. */
function ignoreEnded(error: unknown): void {
  const code = apiErrorCode(error);
  if (code !== 'not_found' && code !== 'conflict') throw error;
}
