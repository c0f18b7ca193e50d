import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { pipeline } from 'node:stream/promises';
import { alternateNotes, deliveryFormatLabels } from '@sweetspot/protocol';
import PDFDocument from 'pdfkit';
import type { DeliveredFile } from '../make-delivery-file.ts';
import { partPath, publishFile } from '../publish-file.ts';
import { damagedPicture, type Picture } from '../tags/describe-picture.ts';
import { type TagField, tagFields } from '../tags/tag-fields.ts';
import type { DeliveryReport } from './delivery-report.ts';
import { drawLoudness, drawSpectrum } from './report-charts.ts';
import { type Page, paper, startPage } from './report-page.ts';
import { db, kilohertz, length, megabytes, peak } from './report-words.ts';

const { resolve } = createRequire(import.meta.url);
const fontOf = (weight: string) => resolve(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`);
/** Nothing in the file says when it was made: the same delivery has the same bytes. */
const noDate = new Date(Date.UTC(2000, 0, 1));

/** Draws a delivery's report as a PDF of A4 pages with its font embedded. Throws MediaError when the artwork is damaged. */
export async function writeReportPdf(report: DeliveryReport, picture: Picture | null, path: string): Promise<void> {
  const { metadata } = report;
  const title = [metadata.artist, metadata.title].filter(Boolean).join(' – ');
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    lang: 'en',
    displayTitle: true,
    info: { Title: `Quality control: ${title}`, Creator: 'Sweetspot', Producer: 'Sweetspot', CreationDate: noDate },
  });
  document.registerFont('regular', fontOf('400Regular'));
  document.registerFont('medium', fontOf('500Medium'));
  document.registerFont('bold', fontOf('600SemiBold'));
  const written = pipeline(document, createWriteStream(partPath(path)));
  try {
    drawReport(startPage(document, title), report, picture);
    document.end();
  } catch (error) {
    document.destroy();
    await Promise.allSettled([written]);
    throw error;
  }
  await written;
  publishFile(path);
}

function drawReport(page: Page, report: DeliveryReport, picture: Picture | null): void {
  drawHead(page, report, picture);
  drawFigures(page, report);
  page.heading('Loudness over time');
  drawLoudness(page, report.master.analysis);
  if (report.master.analysis.spectrum.thirdOctaveDb.length > 0) {
    page.heading('Spectrum');
    drawSpectrum(page, report.master.analysis);
  }
  drawChecks(page, report);
  drawFiles(page, report);
  drawAlternates(page, report);
  drawTags(page, report);
}

function drawHead(page: Page, { metadata, master }: DeliveryReport, picture: Picture | null): void {
  const coverSize = picture ? 76 : 0;
  const width = page.width - (picture ? coverSize + 20 : 0);
  const top = page.y;
  if (picture) drawCover(page, picture, coverSize);
  page.text('Quality control', { font: 'bold', size: 8.5, colour: paper.accent, width });
  page.space(4);
  page.text(metadata.title, { font: 'bold', size: 22, width });
  const under = [metadata.artist, metadata.album].filter(Boolean).join(' · ');
  page.text(under, { size: 11, colour: paper.muted, width });
  page.space(8);
  for (const { name, at } of master.approvals) {
    page.text(`Approved by ${name}, ${at.slice(0, 10)}`, { font: 'medium', size: 9, width });
  }
  page.text(`SHA-256 of the approved file: ${master.sha256}`, { size: 7.5, colour: paper.muted, width });
  page.y = Math.max(page.y, top + coverSize);
  page.space(14);
}

function drawCover({ document, right, y }: Page, { bytes }: Picture, size: number): void {
  try {
    document.image(bytes, right - size, y, { fit: [size, size], align: 'right' });
  } catch (error) {
    throw damagedPicture(error);
  }
}

function drawFigures(page: Page, { master }: DeliveryReport): void {
  const { loudness, format } = master.analysis;
  const depth =
    format.bitDepth === null
      ? format.codec.toUpperCase()
      : `${format.bitDepth} bit${format.sampleKind === 'float' ? ' float' : ''}`;
  page.figures([
    ['Integrated', db(loudness.integratedLufs, 1), 'LUFS'],
    ['True peak', peak(loudness.truePeakDbtp, 2), 'dBTP'],
    ['Range', loudness.rangeLu === null ? '–' : db(loudness.rangeLu, 1), 'LU'],
    ['Peak to loudness', loudness.plrDb === null ? '–' : db(loudness.plrDb, 1), 'dB'],
    ['Length', length(format.frames / format.sampleRate), 'min'],
    ['Format', kilohertz(format.sampleRate), depth],
  ]);
}

function drawChecks(page: Page, { findings, files, alternates, peaks }: DeliveryReport): void {
  page.heading('Checks');
  const held = files.filter(({ ceilingDbtp }) => ceilingDbtp !== null);
  const quieter = held.filter(({ gainDb }) => gainDb < 0).length;
  const lost = [...files, ...alternates].filter(({ tags }) => tags.some(({ state }) => state === 'lost')).length;
  const over = files.filter(({ warnings }) => warnings.some(({ code }) => code.startsWith('over_'))).length;
  const identical = files.filter((file) => file.identical).length;
  const lines: [boolean, string][] = [
    ...findings.map(({ message }): [boolean, string] => [false, message]),
    [
      over === 0,
      over === 0
        ? `Every converted file was decoded and holds its ceiling (${db(peaks.ceilingDbtp, 1)} dBTP, or the peak of the master for lossless files)${quieter > 0 ? `; ${quieter} made quieter for it` : ''}.`
        : `${over} of ${files.length} files peak over full scale or their ceiling when decoded; see below.`,
    ],
    [
      true,
      `${identical} of ${files.length} files have exactly the samples of the approved file, compared after decoding.`,
    ],
    [
      lost === 0,
      lost === 0 ? 'All tags were read back from every file as written.' : `${lost} files did not keep all tags.`,
    ],
  ];
  for (const [ok, text] of lines) page.check(ok, text);
  page.space(6);
}

function drawFiles(page: Page, { files }: DeliveryReport): void {
  page.heading('Files');
  drawTable(page, files, (file) => `${deliveryFormatLabels[file.format]}.`);
}

function drawAlternates(page: Page, { alternates }: DeliveryReport): void {
  if (alternates.length === 0) return;
  page.heading('Alternates, at the gains of the master');
  drawTable(
    page,
    alternates,
    ({ alternate, heard, isrc }) =>
      `${sentence(alternateNotes[alternate])} Of ${heard.join(', ')}.${isrc ? ` ISRC ${isrc}.` : ''}`,
  );
}

const sentence = (note: string): string => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`;

function drawTable<File extends DeliveredFile>(
  page: Page,
  files: readonly File[],
  about: (file: File) => string,
): void {
  const [nameWidth, ...widths] = [198, 62, 52, 56, 62, 69];
  page.row(
    [
      ['File', nameWidth!],
      ['Rate, depth', widths[0]!],
      ['Size', widths[1]!, 'right'],
      ['LUFS', widths[2]!, 'right'],
      ['dBTP', widths[3]!, 'right'],
      ['Gain', widths[4]!, 'right'],
    ],
    { font: 'medium', colour: paper.muted, size: 7.5 },
  );
  page.rule();
  for (const file of files) {
    page.keepTogether(34);
    const gain = file.identical ? 'identical' : file.gainDb === 0 ? '0 dB' : `${db(file.gainDb, 2)} dB`;
    page.row([
      [file.name, nameWidth!],
      [`${kilohertz(file.sampleRate)}${file.bitDepth === null ? '' : `, ${file.bitDepth}`}`, widths[0]!],
      [megabytes(file.sizeBytes), widths[1]!, 'right'],
      [db(file.loudness.integratedLufs, 1), widths[2]!, 'right'],
      [peak(file.loudness.truePeakDbtp, 2), widths[3]!, 'right'],
      [gain, widths[4]!, 'right'],
    ]);
    page.text(`${about(file)} SHA-256 ${file.sha256}`, { size: 6.2, colour: paper.muted });
    for (const { message } of file.warnings) page.check(false, message);
    page.rule();
  }
  page.space(6);
}

const fieldLabels: Record<TagField, string> = {
  title: 'Title',
  artist: 'Artist',
  album: 'Album',
  albumArtist: 'Album artist',
  composer: 'Composer',
  genre: 'Genre',
  track: 'Track',
  disc: 'Disc',
  year: 'Year',
  isrc: 'ISRC',
  upc: 'UPC/EAN',
  pLine: '℗',
  cLine: '©',
  comment: 'Comment',
};

function drawTags(page: Page, { metadata, artwork, files }: DeliveryReport): void {
  page.heading('Tags');
  const keptIn = (field: string) => {
    const states = files.flatMap(({ tags }) => tags.filter((one) => one.field === field));
    return `${states.filter(({ state }) => state === 'kept').length} of ${files.length} files`;
  };
  const rows = tagFields(metadata).map(([field, value]) => [fieldLabels[field], value, keptIn(field)] as const);
  const all = artwork
    ? [
        ...rows,
        [
          'Artwork',
          `${artwork.mime.slice(6).toUpperCase()}, ${artwork.width} × ${artwork.height}`,
          keptIn('artwork'),
        ] as const,
      ]
    : rows;
  for (const [label, value, kept] of all) {
    page.keepTogether(16);
    page.row([
      [label, 90],
      [value, 309],
      [kept, 100, 'right'],
    ]);
    page.rule();
  }
}
