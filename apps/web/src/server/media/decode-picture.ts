import sharp, { type Sharp } from 'sharp';

// A drawing of three hundred bytes (SVG) keeps a processor busy for half a minute, and nobody hands one in as a picture.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });

/** A JPEG, PNG or WebP that somebody sent, upright; using it rejects for anything else. A small file can unfold to gigabytes. */
export const decodePicture = (image: Buffer, { maxPixels }: { maxPixels: number }): Sharp =>
  sharp(image, { limitInputPixels: maxPixels, failOn: 'error' }).rotate();
