import { join } from 'node:path';
import { type AlternateKind, alternateLabels } from '@sweetspot/protocol';
import type { AlternateFile } from './alternates/render-alternates.ts';
import { inspectSound } from './inspect-sound.ts';
import { type DeliveredFile, type DeliverySource, makeDeliveryFile } from './make-delivery-file.ts';

/** An alternate as it was rendered, to be delivered. */
export interface AlternateToDeliver extends Pick<AlternateFile, 'kind' | 'heard' | 'bitDepth'> {
  path: string;
  /** What is to be known of it. */
  note?: string | undefined;
}

export interface DeliveredAlternate extends DeliveredFile {
  alternate: AlternateKind;
  /** Names of the stems in it. */
  heard: string[];
  isrc: string | null;
}

/**
 * Makes the file of an alternate: a WAV with its very samples and tags of its own. It is another recording: it has
 * the ISRC that was given for it, if any, and no place on the album. Throws MediaError.
 */
export async function makeAlternateFile(
  source: DeliverySource,
  { kind, heard, bitDepth, path, note }: AlternateToDeliver,
  { base, outDir, signal }: { base: string; outDir: string; signal?: AbortSignal | undefined },
): Promise<DeliveredAlternate> {
  const label = alternateLabels[kind];
  const { isrc: _master, alternateIsrcs, trackNumber, trackTotal, discNumber, discTotal, ...tags } = source.tags;
  const isrc = alternateIsrcs?.[kind];
  const made = await makeDeliveryFile(
    {
      ...source,
      inputPath: path,
      master: await inspectSound(source.dsp, path, signal),
      tags: { ...tags, title: `${tags.title} (${label})`, ...(isrc ? { isrc } : {}) },
    },
    bitDepth === '32f' ? 'wav32f' : 'wav24',
    join(outDir, `${base} (${label}).wav`),
    { signal },
  );
  // Without the limiter, peaks over full scale are what is asked for.
  const meant = kind === 'no_limiter' ? made.warnings.filter(({ code }) => code !== 'over_full_scale') : made.warnings;
  const warnings = note === undefined ? meant : [...meant, { code: 'alternate_note', message: note }];
  return { ...made, identical: false, warnings, alternate: kind, heard, isrc: isrc || null };
}
