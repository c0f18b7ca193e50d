import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import {
  type DeliveryFormat,
  type DeliveryPeaks,
  type DeliveryTags,
  type PreflightFinding,
  usualPeaks,
} from '@sweetspot/protocol';
import { deliveryPlans } from './delivery-formats.ts';
import { fileNamePart } from './file-name-part.ts';
import { hashFile } from './hash-file.ts';
import type { TaskOptions } from './ingest.ts';
import { inspectSound } from './inspect-sound.ts';
import { type AlternateToDeliver, type DeliveredAlternate, makeAlternateFile } from './make-alternate-file.ts';
import { type DeliveredFile, makeDeliveryFile } from './make-delivery-file.ts';
import { mapTogether } from './map-together.ts';
import { throwIfAborted } from './media-error.ts';
import { type FilePreflight, preflightFile } from './preflight-file.ts';
import { partPath, publishFile } from './publish-file.ts';
import { cueSheet } from './report/cue-sheet.ts';
import { deliveryReadme } from './report/delivery-readme.ts';
import type { Approval, DeliveryReport } from './report/delivery-report.ts';
import type { Picture } from './tags/describe-picture.ts';
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
  /** Who said yes to this very file; stands in the report. */
  approvals?: readonly Approval[];
  /** Other versions of the master, as `renderAlternates` made them, to go into the same archive. */
  alternates?: readonly AlternateToDeliver[];
}

export interface DeliveryResult {
  files: DeliveredFile[];
  alternates: DeliveredAlternate[];
  /** What a shop would refuse of it or may not like. Nothing is held back for it here. */
  findings: PreflightFinding[];
  /** Everything that lies in `outDir` now: the files, report, cue sheet, list of checksums and the archive of all of them. */
  names: string[];
  /** Everything in one file, with the checksums. */
  zip: { name: string; sizeBytes: number; sha256: string };
}

const names = { checksums: 'SHA256SUMS.txt', pdf: 'Report.pdf', json: 'Report.json', readme: 'README.txt' };

/**
 * Makes the files of a delivery from an approved master, decodes every one again to measure what listeners will get, reads
 * its tags back, writes down what was checked, and packs all of it with checksums. The same input gives the same bytes,
 * the archive's too. Throws MediaError.
 */
export async function renderDelivery(input: DeliveryInput, options: TaskOptions = {}): Promise<DeliveryResult> {
  const { inputPath, outDir, metadata, peaks = usualPeaks } = input;
  const { signal, onProgress } = options;
  mkdirSync(outDir, { recursive: true });
  const workDir = mkdtempSync(join(outDir, '.work-'));
  try {
    const dsp = await loadDspFromDisk();
    const formats = [...new Set(input.formats)];
    const base = fileNameOf(metadata);
    const preflight = await preflightFile(input, signal);
    const { picture } = preflight;
    const master = await inspectSound(dsp, inputPath, signal);
    const source = { dsp, inputPath, master, tags: metadata, picture, peaks, workDir };
    const done = new Map<DeliveryFormat, number>();
    const files = await mapTogether(formats, availableParallelism(), (format) => {
      throwIfAborted(signal);
      return makeDeliveryFile(source, format, join(outDir, `${base}${deliveryPlans[format].suffix}`), {
        signal,
        onProgress: (progress) => {
          done.set(format, progress);
          const sum = [...done.values()].reduce((total, one) => total + one, 0);
          onProgress?.(0.05 + (0.8 * sum) / formats.length);
        },
      });
    });
    const alternates: DeliveredAlternate[] = [];
    for (const one of input.alternates ?? []) {
      throwIfAborted(signal);
      alternates.push(await makeAlternateFile(source, one, { base, outDir, signal }));
    }
    const report = reportOn(input, { files, alternates }, preflight);
    onProgress?.(0.9);
    const written = await writePapers(report, picture, outDir, base);
    const packed = [...[...files, ...alternates].map(({ name }) => name), ...written];
    const sums = await mapTogether(
      packed,
      1,
      async (name) => `${await hashFile(join(outDir, name), signal)}  ${name}\n`,
    );
    writeText(outDir, names.checksums, sums.join(''));
    const zipName = `${base}.zip`;
    const zipPath = join(outDir, zipName);
    await writeZip(
      zipPath,
      [...packed, names.checksums].map((name) => ({ name, path: join(outDir, name) })),
      signal,
    );
    onProgress?.(1);
    const zip = { name: zipName, sizeBytes: statSync(zipPath).size, sha256: await hashFile(zipPath, signal) };
    return { files, alternates, findings: report.findings, names: [...packed, names.checksums, zipName], zip };
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

const reportOn = (
  { metadata, peaks = usualPeaks, approvals = [] }: DeliveryInput,
  made: Pick<DeliveryReport, 'files' | 'alternates'>,
  { sha256, analysis, picture, findings }: FilePreflight,
): DeliveryReport => ({
  metadata,
  artwork: picture && { mime: picture.mime, width: picture.width, height: picture.height },
  master: { sha256, approvals: [...approvals], analysis },
  peaks,
  findings,
  ...made,
});

/** Writes what is to be read beside what is to be heard; answers the names. */
async function writePapers(
  report: DeliveryReport,
  picture: Picture | null,
  outDir: string,
  base: string,
): Promise<string[]> {
  // Most who read this module make no page.
  const { writeReportPdf } = await import('./report/write-report-pdf.ts');
  await writeReportPdf(report, picture, join(outDir, names.pdf));
  writeText(outDir, names.json, `${JSON.stringify(report, null, 2)}\n`);
  const extras = [`${names.pdf}  what was measured and checked`, `${names.json}  the same for programs`];
  const cd = report.files.find(({ format }) => format === 'wav16_44');
  const cueName = `${base}.cue`;
  if (cd) {
    writeText(outDir, cueName, cueSheet(report.metadata, cd.name));
    extras.push(`${cueName}  a cue sheet for the 16-bit WAV`);
  }
  writeText(outDir, names.readme, deliveryReadme(report, extras));
  return [names.pdf, names.json, ...(cd ? [cueName] : []), names.readme];
}

function writeText(outDir: string, name: string, text: string): void {
  writeFileSync(partPath(join(outDir, name)), text);
  publishFile(join(outDir, name));
}

/** `Artist - Title`. */
const fileNameOf = ({ artist, title }: DeliveryTags): string =>
  [fileNamePart(artist), fileNamePart(title)].filter((part) => part !== '').join(' - ') || 'Delivery';
