import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { type DeliveryFormat, type DeliveryPeaks, type DeliveryTags, usualPeaks } from '@sweetspot/protocol';
import { deliveryPlans } from './delivery-formats.ts';
import { hashFile } from './hash-file.ts';
import type { TaskOptions } from './ingest.ts';
import { inspectSound } from './inspect-sound.ts';
import { type DeliveredFile, makeDeliveryFile } from './make-delivery-file.ts';
import { mapTogether } from './map-together.ts';
import { throwIfAborted } from './media-error.ts';
import { partPath, publishFile } from './publish-file.ts';
import { describePicture } from './tags/describe-picture.ts';
import { writeZip } from './write-zip.ts';

export interface DeliveryInput {
  inputPath: string;
  outDir: string;
  formats: readonly DeliveryFormat[];
  /** Written into the files, which are named by artist and title. */
  metadata: DeliveryTags;
  /** JPEG or PNG. */
  artworkPath?: string;
  /** Held at −1 dBTP unless told otherwise. */
  peaks?: DeliveryPeaks;
}

export interface DeliveryResult {
  files: DeliveredFile[];
  /** The list of SHA-256 sums. */
  checksumsName: string;
  /** Everything in one file, with the checksums. */
  zip: { name: string; sizeBytes: number; sha256: string };
}

const checksumsName = 'SHA256SUMS.txt';

/**
 * Makes the files of a delivery from an approved master, decodes every one again to measure what listeners will get, reads
 * its tags back, and packs them with their checksums. The same input gives the same bytes, the archive's too. Throws
 * MediaError.
 */
export async function renderDelivery(input: DeliveryInput, options: TaskOptions = {}): Promise<DeliveryResult> {
  const { inputPath, outDir, metadata, artworkPath } = input;
  const { signal, onProgress } = options;
  mkdirSync(outDir, { recursive: true });
  const workDir = mkdtempSync(join(outDir, '.work-'));
  try {
    const dsp = await loadDspFromDisk();
    const formats = [...new Set(input.formats)];
    const base = fileNameOf(metadata);
    const source = {
      dsp,
      inputPath,
      master: await inspectSound(dsp, inputPath, signal),
      tags: metadata,
      picture: artworkPath === undefined ? null : describePicture(readFileSync(artworkPath)),
      peaks: input.peaks ?? usualPeaks,
      workDir,
    };
    const done = new Map<DeliveryFormat, number>();
    const files = await mapTogether(formats, availableParallelism(), (format) => {
      throwIfAborted(signal);
      return makeDeliveryFile(source, format, join(outDir, `${base}${deliveryPlans[format].suffix}`), {
        signal,
        onProgress: (progress) => {
          done.set(format, progress);
          const sum = [...done.values()].reduce((total, one) => total + one, 0);
          onProgress?.(0.05 + (0.85 * sum) / formats.length);
        },
      });
    });
    const sums = files.map((file) => `${file.sha256}  ${file.name}\n`).join('');
    writeFileSync(partPath(join(outDir, checksumsName)), sums);
    publishFile(join(outDir, checksumsName));
    const zipPath = join(outDir, `${base}.zip`);
    await writeZip(
      zipPath,
      [...files.map((file) => file.name), checksumsName].map((name) => ({ name, path: join(outDir, name) })),
      signal,
    );
    onProgress?.(1);
    const zip = { name: basename(zipPath), sizeBytes: statSync(zipPath).size, sha256: await hashFile(zipPath, signal) };
    return { files, checksumsName, zip };
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/** `Artist - Title`, in letters every file system takes. */
function fileNameOf({ artist, title }: DeliveryTags): string {
  const clean = (text: string) =>
    text
      .normalize('NFC')
      .replaceAll(/[<>:"/\\|?*\p{C}]/gu, '_')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/^[. ]+|[. ]+$/g, '')
      .slice(0, 80);
  return [clean(artist), clean(title)].filter((part) => part !== '').join(' - ') || 'Delivery';
}
