import { alternateLabels, alternateNotes, deliveryFormatLabels } from '@sweetspot/protocol';
import type { DeliveryReport } from './delivery-report.ts';
import { db, length, peak } from './report-words.ts';

/** What lies in the archive, for whoever opens it. */
export function deliveryReadme(
  { metadata, master, files, alternates, findings }: DeliveryReport,
  extras: readonly string[],
): string {
  const { format, loudness } = master.analysis;
  const seconds = format.frames / format.sampleRate;
  const approvals = master.approvals.map(({ name, at }) => `Approved by ${name}, ${at.slice(0, 10)}.`);
  const entries = files.flatMap((file) => [
    `  ${file.name}`,
    `    ${deliveryFormatLabels[file.format]}. ${soundOf(file)}`,
    ...file.warnings.map(({ message }) => `    Note: ${message}`),
  ]);
  const others = alternates.flatMap(({ name, alternate, heard, isrc, loudness, warnings }) => [
    `  ${name}`,
    `    ${alternateLabels[alternate]}, ${alternateNotes[alternate]}. ${db(loudness.integratedLufs, 1)} LUFS, ${peak(loudness.truePeakDbtp, 2)} dBTP.`,
    `    Of ${heard.join(', ')}.${isrc ? ` ISRC ${isrc}.` : ''}`,
    ...warnings.map(({ message }) => `    Note: ${message}`),
  ]);
  return [
    [metadata.artist, metadata.title].filter(Boolean).join(' - '),
    '',
    `Made from one file: SHA-256 ${master.sha256},`,
    `${length(seconds)} at ${format.sampleRate} Hz, ${db(loudness.integratedLufs, 1)} LUFS, ${peak(loudness.truePeakDbtp, 2)} dBTP.`,
    ...approvals,
    '',
    'Files',
    ...entries,
    ...(others.length > 0 ? ['', 'Alternates, at the gains of the master', ...others] : []),
    '',
    'Also here',
    ...extras.map((line) => `  ${line}`),
    '  SHA256SUMS.txt  to check every file: sha256sum -c SHA256SUMS.txt',
    ...(findings.length > 0
      ? ['', 'Found before the files were made', ...findings.map(({ message }) => `  ${message}`)]
      : []),
    '',
  ].join('\r\n');
}

const soundOf = ({ identical, gainDb, loudness }: DeliveryReport['files'][number]): string => {
  if (identical) return 'Exactly the samples of the approved file.';
  const decoded = `Decoded it peaks at ${peak(loudness.truePeakDbtp, 2)} dBTP.`;
  return gainDb === 0 ? decoded : `${decoded} Made ${db(-gainDb, 2)} dB quieter so that it stays under its ceiling.`;
};
