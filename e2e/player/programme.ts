import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAudioTask } from '@sweetspot/audio';
import { readFileSamples, tempDir, writeWav } from '@sweetspot/audio/testing';
import type { PlayerVersion } from '@sweetspot/player/player-version';
import { type Serve, serveSources } from '../fixtures/serve-sources.ts';

/** Sound to be played, as amplitudes, planar. */
export type Sound = { planes: Float32Array[]; sampleRate: number };

/** Serves sounds as an installation would: written as 24-bit files, ingested, cut into segments; and what they decode to. */
export async function servePlayable<Name extends string>(
  sounds: Record<Name, Sound>,
): Promise<{ address: string; versions: Record<Name, PlayerVersion> } & AsyncDisposable> {
  const dir = tempDir();
  const canonical = new Map<string, Uint8Array>();
  const versions = {} as Record<Name, PlayerVersion>;
  for (const [name, { planes, sampleRate }] of Object.entries(sounds) as [Name, Sound][]) {
    const path = writeWav(dir.file(`${name}.wav`), planes, { sampleRate });
    const { analysis, derived } = await runAudioTask('ingest', { path, outDir: dir.file(name) }, { tempDir: dir.path });
    const samples = await readFileSamples(path);
    const frames = samples[0]!.length;
    canonical.set(name, Buffer.concat(samples.map((plane) => new Uint8Array(plane.buffer))));
    versions[name] = {
      id: name,
      fileId: name,
      sampleRate,
      frames,
      channels: samples.length,
      segments: derived.segments,
      integratedLufs: analysis.loudness.integratedLufs,
      truePeakDbtp: analysis.loudness.truePeakDbtp,
    };
  }
  const serve: Serve = (path) => {
    const segment = /^\/media\/files\/([a-z]+)\/segments\/([0-9]+\.flac)$/.exec(path);
    if (segment) return readFileSync(join(dir.path, segment[1]!, 'segments', segment[2]!));
    const whole = /^\/canonical\/([a-z]+)$/.exec(path);
    return (whole && canonical.get(whole[1]!)) ?? null;
  };
  const server = await serveSources(serve);
  return {
    address: server.address,
    versions,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      dir[Symbol.dispose]();
    },
  };
}
