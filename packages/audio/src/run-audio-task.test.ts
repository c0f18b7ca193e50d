import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runAudioTask } from './run-audio-task.ts';
import { music, tempDir, writeBytes, writeWav } from './testing/made-files.ts';

/** Process ids whose command line mentions `text`, so a test sees what a task left running. */
const processesAbout = (text: string): string[] =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || !existsSync(`/proc/${pid}/cmdline`)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch (error) {
      // The process ended between the two looks.
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    }
  });

test('a task runs in a process of its own, tells its progress and leaves no temporary files', async () => {
  using dir = tempDir();
  const path = writeWav(dir.file('x.wav'), music(96_000, 2));
  const progress: number[] = [];
  const options = { tempDir: dir.path, onProgress: (value: number) => progress.push(value) };
  const result = await runAudioTask('ingest', { path, outDir: dir.file('out') }, options);
  expect(result.analysis.format.frames).toBe(96_000);
  expect(progress.at(-1)).toBe(1);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(readdirSync(dir.path).sort()).toEqual(['out', 'x.wav']);
});

test('what the task says of a file comes back with code and sentence', async () => {
  using dir = tempDir();
  const path = writeBytes(dir.file('x.wav'), Buffer.from('%PDF-1.7'));
  const running = runAudioTask('ingest', { path, outDir: dir.file('out') }, { tempDir: dir.path });
  await expect(running).rejects.toMatchObject({ mediaCode: 'not_audio', code: 'bad_input' });
  const missing = runAudioTask('ingest', { path: dir.file('none'), outDir: dir.file('out') }, { tempDir: dir.path });
  await expect(missing).rejects.toMatchObject({ mediaCode: 'task_failed', detail: expect.stringContaining('ENOENT') });
});

test('a cancel ends the task and everything it started within 2 s', async () => {
  using dir = tempDir();
  const path = writeWav(dir.file('x.wav'), music(48_000, 2), { times: 90 });
  const controller = new AbortController();
  let abortedAt = 0;
  const running = runAudioTask(
    'ingest',
    { path, outDir: dir.file('out') },
    {
      tempDir: dir.path,
      signal: controller.signal,
      onProgress: () => {
        abortedAt ||= performance.now();
        controller.abort();
      },
    },
  );
  await expect(running).rejects.toMatchObject({ mediaCode: 'cancelled' });
  expect(performance.now() - abortedAt).toBeLessThan(2000);
  expect(processesAbout(dir.path)).toEqual([]);
  await expect(
    runAudioTask('ingest', { path, outDir: dir.file('out') }, { tempDir: dir.path, signal: controller.signal }),
  ).rejects.toMatchObject({ mediaCode: 'cancelled' });
});

test('a task past its memory is ended with a sentence', async () => {
  using dir = tempDir();
  const path = writeWav(dir.file('x.wav'), music(48_000, 2), { times: 60 });
  const running = runAudioTask(
    'ingest',
    { path, outDir: dir.file('out') },
    { tempDir: dir.path, maxRssBytes: 50_000_000 },
  );
  await expect(running).rejects.toMatchObject({ mediaCode: 'too_much_memory' });
});

test('when the caller is killed, its task and the helpers of that end too', async () => {
  using dir = tempDir();
  const path = writeWav(dir.file('x.wav'), music(48_000, 2), { times: 120 });
  const script = `import { runAudioTask } from ${JSON.stringify(new URL('./run-audio-task.ts', import.meta.url).href)};
    await runAudioTask('ingest', { path: ${JSON.stringify(path)}, outDir: ${JSON.stringify(dir.file('out'))} },
      { tempDir: ${JSON.stringify(dir.path)}, onProgress: () => process.stdout.write('.') });`;
  const caller = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(caller.stdout!, 'data');
  caller.kill('SIGKILL');
  await once(caller, 'exit');
  await expect.poll(() => processesAbout(dir.path), { timeout: 5000 }).toEqual([]);
  expect(statSync(path).size).toBeGreaterThan(0);
  expect(existsSync(dir.file('out/ingest.json'))).toBe(false);
});
