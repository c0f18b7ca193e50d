import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Dsp } from '@sweetspot/dsp';
import type { DeliveryFormat, DeliveryPeaks, MediaWarning, TagCheck } from '@sweetspot/protocol';
import { type DeliveryPlan, deliveryPlans } from './delivery-formats.ts';
import { hashFile } from './hash-file.ts';
import { type InspectedSound, inspectSound } from './inspect-sound.ts';
import type { LoudnessFigures } from './loudness-figures.ts';
import { MediaError } from './media-error.ts';
import { openSource } from './open-source.ts';
import { checkTags } from './tags/check-tags.ts';
import { readTags } from './tags/read-tags.ts';
import type { TagsAndPicture } from './tags/tag-fields.ts';
import { tagFlac } from './tags/tag-flac.ts';
import { tagMp3 } from './tags/tag-mp3.ts';
import { tagMp4 } from './tags/tag-mp4.ts';
import { tagOgg } from './tags/tag-ogg.ts';
import { tagWav } from './tags/tag-wav.ts';
import { bitDepthOf, keepsSamples, writeDeliverySound } from './write-delivery-sound.ts';

export interface DeliveredFile {
  format: DeliveryFormat;
  name: string;
  sizeBytes: number;
  sha256: string;
  sampleRate: number;
  /** Null for float and lossy files. */
  bitDepth: 16 | 24 | null;
  frames: number;
  /** Measured on what a player decodes from the file. */
  loudness: LoudnessFigures;
  /** Decoded, every sample equals the approved file's. */
  identical: boolean;
  /** What the file was made quieter by so that its true peak holds the ceiling; 0 or less. */
  gainDb: number;
  /** What its true peak was held to; null where nothing is held. */
  ceilingDbtp: number | null;
  /** How often it was made until it held. */
  attempts: { gainDb: number; truePeakDbtp: number | null }[];
  /** Every tag, read back from the finished file. */
  tags: TagCheck[];
  warnings: MediaWarning[];
}

/** What all files of a delivery are made from. */
export interface DeliverySource extends TagsAndPicture {
  dsp: Dsp;
  inputPath: string;
  /** The approved file itself, decoded. */
  master: InspectedSound;
  peaks: DeliveryPeaks;
  /** For what is not finished; on the disk of the results. */
  workDir: string;
}

/** A lossy encoder answers a gain only roughly, so that each attempt leaves this much more room. */
const roomPerAttemptDb = 0.03;
const mostAttempts = 5;
/** A peak this far over its ceiling shows in no meter of two digits. */
const toleranceDb = 0.004;

/**
 * Makes one file of a delivery: sound, measured as a player decodes it and made again a little quieter while it peaks over
 * its ceiling; tags, read back and compared. Throws MediaError.
 */
export async function makeDeliveryFile(
  source: DeliverySource,
  format: DeliveryFormat,
  path: string,
  { signal, onProgress }: { signal?: AbortSignal | undefined; onProgress?: (progress: number) => void } = {},
): Promise<DeliveredFile> {
  const plan = deliveryPlans[format];
  const rawPath = join(source.workDir, format);
  const { sound: finished, ...held } = await makeSound(source, plan, { rawPath, path }, signal, onProgress);
  const tags = checkTags(source, await readTags(path, plan.demuxer, `${rawPath}.tags`));
  onProgress?.(1);
  const identical = finished.samplesSha256.join() === source.master.samplesSha256.join();
  const { attempts, ceilingDbtp, gainDb, bitDepth } = held;
  return {
    format,
    name: basename(path),
    sizeBytes: statSync(path).size,
    sha256: await hashFile(path, signal),
    sampleRate: finished.sampleRate,
    bitDepth,
    frames: finished.frames,
    loudness: finished.loudness,
    identical,
    gainDb,
    ceilingDbtp,
    attempts,
    tags,
    warnings: warningsOf(plan, finished.loudness.truePeakDbtp, { ceilingDbtp, tags }),
  };
}

type Held = Pick<DeliveredFile, 'gainDb' | 'ceilingDbtp' | 'attempts' | 'bitDepth'>;

async function makeSound(
  source: DeliverySource,
  plan: DeliveryPlan,
  { rawPath, path }: { rawPath: string; path: string },
  signal: AbortSignal | undefined,
  onProgress: ((progress: number) => void) | undefined,
): Promise<Held & { sound: InspectedSound }> {
  const { dsp, inputPath, master, peaks } = source;
  const attempts: DeliveredFile['attempts'] = [];
  let gainDb = 0;
  for (;;) {
    const input = await openSource(inputPath, { signal });
    const { info } = input;
    try {
      if (info.channels > 2)
        throw new MediaError('too_many_channels', `Stereo is delivered; this file has ${info.channels} channels.`);
      await writeDeliverySound(dsp, input, rawPath, { plan, gainDb, signal });
    } finally {
      await input.close();
    }
    const sound = await tagAndInspect(source, plan, { rawPath, path }, signal);
    const peak = sound.loudness.truePeakDbtp;
    attempts.push({ gainDb, truePeakDbtp: peak });
    onProgress?.(1 - 0.5 ** attempts.length);
    const bitDepth = bitDepthOf(plan, info);
    const ceilingDbtp = keepsSamples(plan, info) ? null : ceilingOf(plan, bitDepth, peaks, master);
    const overDb = ceilingDbtp === null || peak === null ? 0 : peak - ceilingDbtp;
    const settled = overDb <= toleranceDb || peaks.onOver === 'warn' || attempts.length === mostAttempts;
    if (settled) return { sound, gainDb, ceilingDbtp, attempts, bitDepth };
    gainDb -= overDb + roomPerAttemptDb * attempts.length;
  }
}

/**
 * A lossy file is held to the ceiling that was asked for. A lossless one may peak where its master does, if that is higher:
 * resampling and dither must only not lift it. Integers end at full scale.
 */
function ceilingOf(
  plan: DeliveryPlan,
  bitDepth: 16 | 24 | null,
  { ceilingDbtp }: DeliveryPeaks,
  { loudness }: InspectedSound,
): number {
  const isLossless = bitDepth !== null || plan.kind === 'wav';
  if (!isLossless) return ceilingDbtp;
  const lossless = Math.max(ceilingDbtp, loudness.truePeakDbtp ?? Number.NEGATIVE_INFINITY);
  return bitDepth === null ? lossless : Math.min(0, lossless);
}

/** Writes the tags, and measures the tagged file. A WAV states in its tags what it measures. */
async function tagAndInspect(
  source: DeliverySource,
  plan: DeliveryPlan,
  { rawPath, path }: { rawPath: string; path: string },
  signal: AbortSignal | undefined,
): Promise<InspectedSound> {
  if (plan.kind === 'wav') {
    const sound = await inspectSound(source.dsp, rawPath, signal);
    tagWav(rawPath, path, source, { ...sound, samples: plan.samples });
  } else taggers[plan.demuxer](rawPath, path, source);
  return inspectSound(source.dsp, path, signal);
}

const taggers = { flac: tagFlac, mp3: tagMp3, mov: tagMp4, ogg: tagOgg };

function warningsOf(
  { name }: DeliveryPlan,
  peak: number | null,
  { ceilingDbtp, tags }: Pick<DeliveredFile, 'ceilingDbtp' | 'tags'>,
): MediaWarning[] {
  const warnings: MediaWarning[] = [];
  if (peak !== null && peak > Math.max(0, ceilingDbtp ?? 0)) {
    const message = `Decoded, this ${name} peaks at +${peak.toFixed(2)} dBTP and may clip in players; master to a lower ceiling.`;
    warnings.push({ code: 'over_full_scale', message });
  } else if (peak !== null && ceilingDbtp !== null && peak > ceilingDbtp + toleranceDb) {
    const message = `Decoded, this ${name} peaks at ${peak.toFixed(2)} dBTP, over the ceiling of ${ceilingDbtp.toFixed(2)}.`;
    warnings.push({ code: 'over_ceiling', message: message.replaceAll('-', '−') });
  }
  const lost = tags.filter(({ state }) => state === 'lost').map(({ field }) => field);
  if (lost.length > 0) {
    warnings.push({ code: 'tags_lost', message: `This ${name} did not keep: ${lost.join(', ')}.` });
  }
  return warnings;
}
