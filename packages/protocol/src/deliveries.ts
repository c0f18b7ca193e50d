import { z } from 'zod';
import { alternateKindSchema } from './alternates.ts';

/** What a delivery can hold. */
export const deliveryFormats = [
  'wav24',
  'wav32f',
  'wav24_48',
  'wav16_44',
  'flac',
  'alac',
  'mp3_320',
  'aac_256',
  'opus_192',
] as const;
export const deliveryFormatSchema = z.enum(deliveryFormats);
export type DeliveryFormat = z.infer<typeof deliveryFormatSchema>;

export const deliveryFormatLabels: Record<DeliveryFormat, string> = {
  wav24: 'WAV, 24 bits, original rate',
  wav32f: 'WAV, 32 bits float, original rate',
  wav24_48: 'WAV, 24 bits, 48 kHz',
  wav16_44: 'WAV, 16 bits, 44.1 kHz, dithered',
  flac: 'FLAC, original rate',
  alac: 'Apple Lossless, original rate',
  mp3_320: 'MP3, 320 kbit/s',
  aac_256: 'AAC, 256 kbit/s',
  opus_192: 'Opus, 192 kbit/s',
};

/** Formats that are asked for together. */
export interface DeliverySet {
  id: string;
  name: string;
  /** Who takes it, for whoever chooses. */
  note: string;
  formats: readonly DeliveryFormat[];
}

export const deliverySets = [
  {
    id: 'streaming',
    name: 'Streaming',
    note: 'What distributors take, with an MP3 to send around.',
    formats: ['wav24', 'wav16_44', 'flac', 'mp3_320'],
  },
  {
    id: 'high-resolution',
    name: 'High resolution',
    note: 'The rate and depth of the master, for shops that sell it so, and for the archive.',
    formats: ['wav24', 'wav32f', 'flac', 'alac'],
  },
  { id: 'cd', name: 'CD', note: 'Red Book rate and depth, with a cue sheet.', formats: ['wav16_44'] },
  {
    id: 'video',
    name: 'Video',
    note: 'The rate of film and video, with an AAC for uploads.',
    formats: ['wav24_48', 'aac_256'],
  },
] as const satisfies readonly DeliverySet[];

/**
 * What happens when a file peaks over the ceiling once it is decoded, as lossy coding, resampling and dither can make it:
 * it is made again a little quieter (`back_off`), or left and said so (`warn`). Files with the very samples of the master
 * are never touched.
 */
export const deliveryPeaksSchema = z.object({
  ceilingDbtp: z.number().min(-6).max(0),
  onOver: z.enum(['back_off', 'warn']),
});
export type DeliveryPeaks = z.infer<typeof deliveryPeaksSchema>;
/** The ceiling that streaming services ask for (AES TD1008). */
export const usualPeaks: DeliveryPeaks = { ceilingDbtp: -1, onOver: 'back_off' };

const line = z.string().transform((value) =>
  value
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim(),
);
const text = line.pipe(z.string().max(200, 'This is too long for a tag (200 characters).'));
const position = z.number().int().min(1).max(999);
/** Hyphens and spaces are how people read codes, not part of them. */
const code = z
  .string()
  .transform((value) => value.replaceAll(/[-\s]/g, '').toUpperCase())
  .pipe(z.string().max(40, 'This is too long for a code.'));

/** ISO 3901: country, registrant, year and designation, without hyphens. */
export const isIsrc = (value: string): boolean => /^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/.test(value);

/** GS1 General Specifications §7.9: a UPC-A of 12 or an EAN-13 of 13 digits whose last one is right. */
export const isBarcode = (value: string): boolean => {
  if (!/^\d{12,13}$/.test(value)) return false;
  const digits = [...value].reverse().map(Number);
  return digits.reduce((sum, digit, index) => sum + digit * (index % 2 === 1 ? 3 : 1), 0) % 10 === 0;
};

/** Metadata while it is being typed: codes may be unfinished. */
export const draftMetadataSchema = z.object({
  title: text.optional(),
  artist: text.optional(),
  album: text.optional(),
  albumArtist: text.optional(),
  composer: text.optional(),
  genre: text.optional(),
  trackNumber: position.optional(),
  trackTotal: position.optional(),
  discNumber: position.optional(),
  discTotal: position.optional(),
  year: z.number().int().min(1900).max(2200).optional(),
  /** Of the recording. */
  isrc: code.optional(),
  /** Of alternates, which are recordings of their own; who has none has no tag. */
  alternateIsrcs: z.partialRecord(alternateKindSchema, code).optional(),
  /** Of the release: UPC-A or EAN-13. */
  upc: code.optional(),
  /** ℗, who owns the recording: "2026 Lowtide Records". */
  pLine: text.optional(),
  /** ©, who owns words, music or artwork. */
  cLine: text.optional(),
  comment: text.optional(),
});
export type DraftMetadata = z.infer<typeof draftMetadataSchema>;

const isrc = code.refine((value) => value === '' || isIsrc(value), 'An ISRC looks like SE-ABC-26-00001.');

/** What is written into the files. Left out: title, artist and album are the song's and the project's. */
export const deliveryMetadataSchema = draftMetadataSchema.extend({
  isrc: isrc.optional(),
  alternateIsrcs: z.partialRecord(alternateKindSchema, isrc).optional(),
  upc: code
    .refine(
      (value) => value === '' || isBarcode(value),
      'A UPC or EAN has 12 or 13 digits, of which the last one checks the others.',
    )
    .optional(),
});
export type DeliveryMetadata = z.infer<typeof deliveryMetadataSchema>;
/** Metadata with what no file goes without. */
export type DeliveryTags = DeliveryMetadata & { title: string; artist: string };

/** What became of one tag: read back from the finished file, by another program's reader, and compared. */
export const tagCheckSchema = z.object({
  /** A field of the metadata, or `artwork`. */
  field: z.string(),
  state: z.enum(['kept', 'lost']),
});
export type TagCheck = z.infer<typeof tagCheckSchema>;

/** The cover of a release, as it is written into the files. */
export const artworkSchema = z.object({
  sha256: z.string(),
  mime: z.enum(['image/jpeg', 'image/png']),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  sizeBytes: z.number().int().positive(),
});
export type Artwork = z.infer<typeof artworkSchema>;

/** Where on the page something can be mended. */
export const preflightPlaces = ['version', 'approval', 'metadata', 'artwork', 'formats', 'alternates'] as const;
export type PreflightPlace = (typeof preflightPlaces)[number];

export interface PreflightFinding {
  /** Stable name of the rule, snake_case. */
  code: string;
  /** What blocks would be refused by a shop and has to be mended first; what warns is for somebody to decide. */
  severity: 'blocks' | 'warns';
  /** A sentence for a musician, with what to do. */
  message: string;
  mend: PreflightPlace;
}

/** One file of a delivery, as it is kept. What the first release did not say of its files is left out. */
export const deliveryFileSchema = z.object({
  name: z.string(),
  format: z.string(),
  sha256: z.string(),
  sizeBytes: z.number(),
  truePeakDbtp: z.number().nullable(),
  integratedLufs: z.number().nullable().optional(),
  /** Decoded, every sample equals the approved file's. */
  identical: z.boolean().optional(),
  /** What it was made quieter by to hold its ceiling; 0 or less. */
  gainDb: z.number().optional(),
  warnings: z.array(z.string()).optional(),
  /** Another version of the master, and the names of the stems in it. */
  alternate: alternateKindSchema.optional(),
  heard: z.array(z.string()).optional(),
});
export type DeliveryFile = z.infer<typeof deliveryFileSchema>;
