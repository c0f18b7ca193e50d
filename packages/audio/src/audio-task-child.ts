import { AppError } from '@sweetspot/protocol';
import { type AudioTaskName, audioTasks } from './audio-tasks.ts';
import { MediaError, noRoomSentence } from './media-error.ts';
import { startWatchdog } from './watchdog.ts';

/** What the child is told, as its first message: recipes of many stems outgrow what an argument may hold. */
export interface TaskOrder {
  name: AudioTaskName;
  input: unknown;
  tempDir: string;
}

/** What it says, one message each. */
export type TaskMessage =
  | { type: 'progress'; progress: number }
  | { type: 'result'; result: unknown }
  | { type: 'error'; mediaCode: string | null; message: string; detail: string };

const leastProgressStep = 0.005;

const say = (message: TaskMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    if (process.send) process.send(message, (error: Error | null) => (error ? reject(error) : resolve()));
    else reject(new Error('started without a channel to its parent'));
  });

function toMessage(error: unknown): TaskMessage {
  const detail = error instanceof Error ? `${error.stack ?? error.message}` : String(error);
  const extra = error instanceof AppError && error.detail ? `${error.detail}\n${detail}` : detail;
  if (error instanceof MediaError)
    return { type: 'error', mediaCode: error.mediaCode, message: error.message, detail: extra };
  const noRoom = noRoomSentence(error);
  if (noRoom) return { type: 'error', mediaCode: 'write_failed', message: noRoom, detail: extra };
  return { type: 'error', mediaCode: null, message: 'Something went wrong on our side; try again.', detail: extra };
}

async function run(order: TaskOrder): Promise<void> {
  const controller = new AbortController();
  process.on('SIGTERM', () => controller.abort());
  let told = 0;
  const onProgress = (progress: number) => {
    if (progress < told + leastProgressStep && progress < 1) return;
    told = Math.max(told, progress);
    say({ type: 'progress', progress: told }).catch(() => process.exit(1));
  };
  const task = audioTasks[order.name] as (input: unknown, options: object) => Promise<unknown>;
  const result = await task(order.input, { onProgress, signal: controller.signal, tempDir: order.tempDir });
  await say({ type: 'result', result });
}

const receiveOrder = (): Promise<TaskOrder> =>
  new Promise((resolve) => process.once('message', (order) => resolve(order as TaskOrder)));

// Without a parent nobody wants the result.
process.on('disconnect', () => process.exit(1));
startWatchdog(JSON.parse(process.argv[2] ?? ''));
try {
  await run(await receiveOrder());
  process.exit(0);
} catch (error) {
  await say(toMessage(error));
  process.exit(1);
}
