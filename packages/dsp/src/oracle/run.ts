import type { ProcessorEngine } from '../processor-engine.ts';

export type Stereo = [Float32Array, Float32Array];

/** Sends a whole signal through an engine in blocks of `block` frames. */
export const run = (
  engine: Pick<ProcessorEngine, 'process'>,
  input: Stereo,
  block: number = input[0].length,
): Stereo => {
  const frames = input[0].length;
  const out: Stereo = [new Float32Array(frames), new Float32Array(frames)];
  for (let at = 0; at < frames; at += block) {
    const part = ([left, right]: Stereo): Stereo => [left.subarray(at, at + block), right.subarray(at, at + block)];
    engine.process(part(input), ...part(out));
  }
  return out;
};

/** `run` with the latency taken off: output frame n belongs to input frame n. */
export const runAligned = (engine: Pick<ProcessorEngine, 'process' | 'latencyFrames'>, input: Stereo): Stereo => {
  const latency = engine.latencyFrames;
  const padded = input.map((channel) => {
    const longer = new Float32Array(channel.length + latency);
    longer.set(channel);
    return longer;
  }) as Stereo;
  return run(engine, padded).map((channel) => channel.subarray(latency)) as Stereo;
};

export const sameBits = (a: Stereo, b: Stereo): boolean =>
  [0, 1].every((c) => {
    const [x, y] = [a[c as 0 | 1], b[c as 0 | 1]].map((s) => Buffer.from(s.buffer, s.byteOffset, s.byteLength));
    return x!.equals(y!);
  });
