import { closeSync, fstatSync, openSync } from 'node:fs';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { ByteWindow } from '../src/byte-window.ts';
import { FfmpegDecoder } from '../src/ffmpeg-decoder.ts';
import { MediaError } from '../src/media-error.ts';
import { openSource } from '../src/open-source.ts';
import { sniff } from '../src/sniff.ts';

/** A child of `fuzz-files.ts`: decodes the files it is told of, one after the other, the way the decode child does. */
Log.setLevel(AV_LOG_QUIET);

async function decode(path: string): Promise<string> {
  const fd = openSync(path, 'r');
  try {
    const kind = sniff(new ByteWindow(fd, fstatSync(fd).size));
    if (kind.parser !== 'ffmpeg') return await readOurs(path);
    const decoder = new FfmpegDecoder(path, kind, { maxSeconds: 600 });
    const { channels, sampleRate } = decoder.info;
    const block = Array.from({ length: channels }, () => new Float32Array(sampleRate >> 2));
    let filled = sampleRate >> 2;
    while (filled === sampleRate >> 2) {
      filled = decoder.fill(block, sampleRate >> 2);
      for (const plane of block) checkFinite(plane);
    }
    return 'decoded';
  } finally {
    closeSync(fd);
  }
}

async function readOurs(path: string): Promise<string> {
  const source = await openSource(path, { limits: { maxSeconds: 600 } });
  try {
    for (let block = await source.read(); block; block = await source.read())
      for (const plane of block) checkFinite(plane);
  } finally {
    await source.close();
  }
  return 'decoded';
}

function checkFinite(plane: Float32Array): void {
  for (const value of plane) if (!(Math.abs(value) <= 1024)) throw new Error(`a sample of ${value} came through`);
}

process.on('message', async (path: string) => {
  const startedCpu = process.cpuUsage();
  const outcome = await decode(path).catch((error: unknown) =>
    error instanceof MediaError && error.message.endsWith('.') ? error.mediaCode : `FAULT ${String(error)}`,
  );
  const { user, system } = process.cpuUsage(startedCpu);
  process.send?.({ outcome, cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() });
});
process.on('disconnect', () => process.exit(0));
