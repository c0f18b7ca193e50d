import { readFileSync } from 'node:fs';
import { judgeDelivery } from '@sweetspot/advice';
import { type AlternateKind, type Analysis, type PreflightFinding, usualPeaks } from '@sweetspot/protocol';
import { analyseFile } from './analyse-file.ts';
import type { DeliveryInput } from './render-delivery.ts';
import { describePicture, type Picture } from './tags/describe-picture.ts';

export interface FilePreflight {
  sha256: string;
  analysis: Analysis;
  picture: Picture | null;
  /** What a shop would refuse of it or may not like, the former first. */
  findings: PreflightFinding[];
}

/** What is to be made; of alternates the kinds are enough. */
export type FileQuestion = Omit<DeliveryInput, 'outDir' | 'alternates'> & {
  alternates?: readonly { kind: AlternateKind }[];
};

/** Looks at a master, its tags and its artwork before a delivery is made of them. Throws MediaError. */
export async function preflightFile(
  { inputPath, formats, metadata, artworkPath, peaks = usualPeaks, alternates = [] }: FileQuestion,
  signal?: AbortSignal,
): Promise<FilePreflight> {
  const picture = artworkPath === undefined ? null : describePicture(readFileSync(artworkPath));
  const { sha256, analysis } = await analyseFile(inputPath, signal ? { signal } : {});
  const artwork = picture && { width: picture.width, height: picture.height, sizeBytes: picture.bytes.length };
  return {
    sha256,
    analysis,
    picture,
    findings: judgeDelivery({
      ...{ analysis, formats, metadata, artwork, peaks, others: [] },
      alternates: alternates.map(({ kind }) => kind),
    }),
  };
}
