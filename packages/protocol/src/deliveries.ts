import { z } from 'zod';

/** What a delivery can hold: WAV at the source's rate in 24 bits, WAV 16 bits at 44.1 kHz with dither, FLAC, MP3 320. */
export const deliveryFormats = ['wav-24', 'wav-16-44', 'flac', 'mp3-320'] as const;
export const deliveryFormatSchema = z.enum(deliveryFormats);
export type DeliveryFormat = z.infer<typeof deliveryFormatSchema>;

export const deliveryFormatLabels: Record<DeliveryFormat, string> = {
  'wav-24': 'WAV, 24 bits, original rate',
  'wav-16-44': 'WAV, 16 bits, 44.1 kHz, dithered',
  flac: 'FLAC, 24 bits, original rate',
  'mp3-320': 'MP3, 320 kbit/s',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const line = z.string().transform((value) => value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim());
const text = line.pipe(z.string().max(200, 'This is too long for a tag (200 characters).'));

/** What is written into the files. Left out: title, artist and album are the song's and the project's. */
export const deliveryMetadataSchema = z.object({
  title: text.optional(),
  artist: text.optional(),
  album: text.optional(),
  trackNumber: z.number().int().min(1).max(999).optional(),
  year: z.number().int().min(1900).max(2200).optional(),
  genre: text.optional(),
  composer: text.optional(),
  copyright: text.optional(),
  /** ISO 3901: country, registrant, year, designation; hyphens are taken out. */
  isrc: z
    .string()
    .transform((value) => value.replaceAll(/[-\s]/g, '').toUpperCase())
    .pipe(z.string().regex(/^([A-Z]{2}[A-Z0-9]{3}[0-9]{7})?$/, 'An ISRC looks like SE-ABC-26-00001.'))
    .optional(),
});
export type DeliveryMetadata = z.infer<typeof deliveryMetadataSchema>;
