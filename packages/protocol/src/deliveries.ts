import { z } from 'zod';

/** What a delivery can hold. */
export const deliveryFormats = ['wav24', 'wav16_44', 'flac', 'mp3_320', 'aac_256', 'opus_192'] as const;
export const deliveryFormatSchema = z.enum(deliveryFormats);
export type DeliveryFormat = z.infer<typeof deliveryFormatSchema>;

export const deliveryFormatLabels: Record<DeliveryFormat, string> = {
  wav24: 'WAV, 24 bits, original rate',
  wav16_44: 'WAV, 16 bits, 44.1 kHz, dithered',
  flac: 'FLAC, original rate',
  mp3_320: 'MP3, 320 kbit/s',
  aac_256: 'AAC, 256 kbit/s',
  opus_192: 'Opus, 192 kbit/s',
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
  /** ISO 3901: country, registrant, year, designation; hyphens are taken out. */
  isrc: z
    .string()
    .transform((value) => value.replaceAll(/[-\s]/g, '').toUpperCase())
    .pipe(z.string().regex(/^([A-Z]{2}[A-Z0-9]{3}[0-9]{7})?$/, 'An ISRC looks like SE-ABC-26-00001.'))
    .optional(),
});
export type DeliveryMetadata = z.infer<typeof deliveryMetadataSchema>;
