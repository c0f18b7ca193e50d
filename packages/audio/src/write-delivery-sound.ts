import type { Dsp } from '@sweetspot/dsp';
import type { DeliveryPlan } from './delivery-formats.ts';
import { EncodeStream } from './encode-stream.ts';
import { fitsInto, IntegerFeed } from './integer-feed.ts';
import { throwIfAborted } from './media-error.ts';
import { scaleBlock } from './scale-block.ts';
import type { AudioSource, Block, SourceInfo } from './source.ts';
import { StemFeed } from './stem-feed.ts';
import { type WavSamples, WavWriter } from './wav-writer.ts';

const blockSeconds = 0.25;
const bitsOf: Record<Exclude<WavSamples, 'float32'>, 16 | 24> = { int16: 16, int24: 24 };

const losslessBits = ({ sampleKind, bitDepth }: SourceInfo): 16 | 24 =>
  sampleKind === 'int' && bitDepth !== null && bitDepth <= 16 ? 16 : 24;

/** Bits of an integer format made from that source; `null` for those without. */
export function bitDepthOf(plan: DeliveryPlan, info: SourceInfo): 16 | 24 | null {
  if (plan.kind === 'wav') return plan.samples === 'float32' ? null : bitsOf[plan.samples];
  const { codec } = plan.encode(losslessBits(info));
  return codec === 'flac' || codec === 'alac' ? losslessBits(info) : null;
}

/** The format can carry the very samples of that source. */
export function keepsSamples(plan: DeliveryPlan, info: SourceInfo): boolean {
  const sampleRate = plan.sampleRate(info.sampleRate);
  if (plan.kind === 'wav' && plan.samples === 'float32') return sampleRate === info.sampleRate;
  const bitDepth = bitDepthOf(plan, info);
  return bitDepth !== null && fitsInto(info, { sampleRate, bitDepth });
}

/** Writes the sound of one format, without tags, `gainDb` up or down. Reads the source to its end; the caller closes it. */
export async function writeDeliverySound(
  dsp: Dsp,
  source: AudioSource,
  path: string,
  { plan, gainDb, signal }: { plan: DeliveryPlan; gainDb: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const sampleRate = plan.sampleRate(source.info.sampleRate);
  const bitDepth = bitDepthOf(plan, source.info);
  const next =
    bitDepth === null
      ? floats(dsp, source, { sampleRate, gainDb })
      : integers(dsp, source, { sampleRate, bitDepth, gainDb });
  if (plan.kind === 'wav') {
    const writer = new WavWriter(path, { sampleRate, channels: source.info.channels, samples: plan.samples });
    try {
      for (let block = await next(); block; block = await next()) {
        throwIfAborted(signal);
        writer.write(block);
      }
      writer.finish();
    } finally {
      writer.abandon();
    }
    return;
  }
  const format = plan.encode(losslessBits(source.info));
  const channels = source.info.channels === 1 ? 1 : 2;
  const encoder = new EncodeStream({ kind: 'file', path, options: { format, sampleRate, channels } }, signal);
  try {
    for (let block = await next(); block; block = await next()) await encoder.write(amplitudes(block, bitDepth));
    await encoder.finish();
  } finally {
    await encoder.abandon();
  }
}

type Next = () => Promise<(Float32Array | Int32Array)[] | null>;

function integers(
  dsp: Dsp,
  source: AudioSource,
  target: { sampleRate: number; bitDepth: 16 | 24; gainDb: number },
): Next {
  const feed = new IntegerFeed(dsp, source, target);
  return () => feed.next();
}

function floats(dsp: Dsp, source: AudioSource, { sampleRate, gainDb }: { sampleRate: number; gainDb: number }): Next {
  const feed = new StemFeed(dsp, source, 'This file', sampleRate);
  const blockFrames = Math.round(sampleRate * blockSeconds);
  const gain = 10 ** (gainDb / 20);
  return async () => {
    const taken = await feed.take(blockFrames);
    if (!taken) return null;
    const block = taken.block.map((plane) => plane.subarray(0, taken.frames));
    if (gain !== 1) scaleBlock(block, gain);
    return block;
  };
}

/** Encoders are given amplitudes; whole numbers of up to 24 bits are exact in them. */
function amplitudes(block: (Float32Array | Int32Array)[], bitDepth: 16 | 24 | null): Block {
  if (bitDepth === null) return block as Block;
  const step = 2 ** (1 - bitDepth);
  return block.map((plane) => Float32Array.from(plane, (value) => value * step));
}
