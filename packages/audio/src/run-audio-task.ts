import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskMessage, TaskOrder } from './audio-task-child.ts';
import type { AudioTaskName, AudioTasks } from './audio-tasks.ts';
import { startChild } from './child-process.ts';
import { cancelled, MediaError, type MediaErrorCode, mediaErrorCodes } from './media-error.ts';

export interface RunOptions {
  signal?: AbortSignal;
  /** 0 … 1, never backwards. */
  onProgress?: (progress: number) => void;
  /** An existing directory; the task gets one of its own inside, removed whatever happens. */
  tempDir: string;
  /** Memory of the task's own process; its decoders and encoders have limits of their own. */
  maxRssBytes?: number;
}

const defaultMaxRssBytes = 1024 * 1024 * 1024;
/** Between the polite signal and the one that cannot be refused; a cancel is through within 2 s. */
const graceMs = 1000;
const taskHeapMegabytes = 512;

/**
 * Runs a task in a process group of its own, so that a decoder gone wild, a crash or a cancel never touches the caller.
 * Rejects with MediaError: `cancelled` when the signal was raised, the task's own code, or `too_much_memory`.
 */
export async function runAudioTask<Name extends AudioTaskName>(
  name: Name,
  input: AudioTasks[Name]['input'],
  options: RunOptions,
): Promise<AudioTasks[Name]['result']> {
  const { signal, onProgress } = options;
  if (signal?.aborted) throw cancelled();
  const tempDir = await mkdtemp(join(options.tempDir, `${name}-`));
  try {
    const maxRssBytes = options.maxRssBytes ?? defaultMaxRssBytes;
    const child = startChild('./audio-task-child.ts', { maxRssBytes }, ['ignore', 'ignore', 'pipe', 'ipc'], {
      ownGroup: true,
      heapMegabytes: taskHeapMegabytes,
    });
    const order: TaskOrder = { name, input, tempDir };
    child.process.send(order);
    let answer: Exclude<TaskMessage, { type: 'progress' }> | null = null;
    child.process.on('message', (message: TaskMessage) => {
      if (message.type === 'progress') onProgress?.(message.progress);
      else answer = message;
    });
    let killTimer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      child.signalGroup('SIGTERM');
      killTimer = setTimeout(() => child.signalGroup('SIGKILL'), graceMs);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    // Raised while the folder was made.
    if (signal?.aborted) onAbort();
    const { code, signal: endSignal } = await child.exited;
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(killTimer);
    // What the task left running (a decoder it could not wait for) goes with it.
    child.signalGroup('SIGKILL');
    return conclude(answer, signal, child.ranOutOfMemory(), `exit ${code ?? endSignal}: ${child.errorText()}`);
  } finally {
    await rm(tempDir, { recursive: true, force: true });
  }
}

function conclude<Result>(
  answer: Exclude<TaskMessage, { type: 'progress' }> | null,
  signal: AbortSignal | undefined,
  ranOutOfMemory: boolean,
  detail: string,
): Result {
  if (answer?.type === 'result') return answer.result as Result;
  if (signal?.aborted) throw cancelled();
  if (answer) {
    const code = mediaErrorCodes.find((one): one is MediaErrorCode => one === answer.mediaCode) ?? 'task_failed';
    throw new MediaError(code, answer.message, { detail: answer.detail });
  }
  if (ranOutOfMemory) {
    throw new MediaError('too_much_memory', 'This took far too much memory and was stopped.', { detail });
  }
  throw new MediaError('task_failed', 'Something went wrong on our side; try again.', { detail });
}
