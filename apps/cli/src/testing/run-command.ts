import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../run-cli.ts';

export interface Outcome {
  exitCode: number;
  out: string;
  err: string;
}

/** Runs a command line in this process and keeps what it says. */
export async function runCommand(
  args: readonly string[],
  { isWatched = false, signal = new AbortController().signal } = {},
): Promise<Outcome> {
  const said = { out: '', err: '' };
  const terminal = {
    askSecret: () => Promise.resolve(''),
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    isWatched,
    columns: 80,
  };
  return { exitCode: await runCli(args, terminal, signal), ...said };
}

/** A folder of its own for a test, gone with it. */
export function tempFolder(): { path: string; file(name: string): string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'sweetspot-cli-'));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A 16-bit stereo WAV at 48 kHz: `sound(frame)` answers left and right, full scale = 1. */
export function writeSound(path: string, seconds: number, sound: (frame: number) => readonly [number, number]): string {
  const frames = Math.round(seconds * 48_000);
  const bytes = Buffer.alloc(44 + frames * 4);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(192_000, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(frames * 4, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    const [left, right] = sound(frame);
    bytes.writeInt16LE(Math.round(left * 32_767), 44 + frame * 4);
    bytes.writeInt16LE(Math.round(right * 32_767), 46 + frame * 4);
  }
  writeFileSync(path, bytes);
  return path;
}

/** A tone that swells, left a little louder. */
export const tone =
  (hz: number, amplitude = 0.3) =>
  (frame: number): [number, number] => {
    const swell = 0.6 + 0.4 * Math.sin((2 * Math.PI * frame) / 48_000);
    const value = amplitude * swell * Math.sin((2 * Math.PI * hz * frame) / 48_000);
    return [value, 0.8 * value];
  };
