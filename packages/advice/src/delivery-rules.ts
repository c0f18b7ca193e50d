import type {
  AlternateKind,
  Analysis,
  Artwork,
  DeliveryFormat,
  DeliveryPeaks,
  DeliveryTags,
  DraftMetadata,
  PreflightFinding,
} from '@sweetspot/protocol';
import { alternateLabels, isBarcode, isIsrc } from '@sweetspot/protocol';
import type { Threshold } from './thresholds.ts';
import { count, level, placesText } from './words.ts';

/** A delivery before anything is rendered. */
export interface DeliveryQuestion {
  /** Of the file that was approved. */
  analysis: Analysis;
  formats: readonly DeliveryFormat[];
  /** As it would be written into the files. */
  metadata: DraftMetadata & Pick<DeliveryTags, 'title' | 'artist'>;
  artwork: Pick<Artwork, 'width' | 'height' | 'sizeBytes'> | null;
  peaks: DeliveryPeaks;
  /** That are to be made. */
  alternates?: readonly AlternateKind[] | undefined;
  /** The newest delivery of each other song of the release. */
  others: readonly { songTitle: string; metadata: DraftMetadata }[];
}

export interface DeliveryRule {
  code: string;
  severity: PreflightFinding['severity'];
  mend: PreflightFinding['mend'];
  /** Who would refuse it, or why it matters. */
  source: string;
  /** A sentence when the rule is broken. */
  judge(question: DeliveryQuestion): string | null;
}

/** The numbers of the rules, with who says so. */
export const deliveryLimits = {
  rate: { limit: 44_100, unit: 'Hz', source: 'Apple Music, Spotify and CD: 44.1 kHz or more' },
  depth: { limit: 24, unit: 'bits', source: 'Apple Digital Masters: 24 bits for high resolution' },
  highRate: { limit: 88_200, unit: 'Hz', source: 'Qobuz, Apple: high resolution begins above 48 kHz' },
  leadingSilence: { limit: 1, unit: 's', source: 'House rule: a song begins within a second of its start' },
  trailingSilence: { limit: 5, unit: 's', source: 'House rule: longer gaps are usually a forgotten end marker' },
  cutTail: { limit: 25, unit: 'LU', source: 'House rule: a sound that ends is this far below the song' },
  shortest: { limit: 30, unit: 's', source: 'Spotify: a stream counts from 30 s' },
  artworkLeast: { limit: 1400, unit: 'pixels', source: 'Distributors: covers of fewer pixels are refused' },
  artworkUsual: { limit: 3000, unit: 'pixels', source: 'Apple Music, Spotify: 3000 × 3000 pixels' },
  artworkBytes: { limit: 10_000_000, unit: 'bytes', source: 'Distributors: 10 MB' },
} as const satisfies Record<string, Threshold>;
const limit = deliveryLimits;

const soundRules: DeliveryRule[] = [
  {
    code: 'silent',
    severity: 'blocks',
    mend: 'version',
    source: 'Any shop',
    judge: ({ analysis }) =>
      analysis.loudness.integratedLufs === null ? 'There is nothing to hear in this file.' : null,
  },
  {
    code: 'low_rate',
    severity: 'blocks',
    mend: 'version',
    source: limit.rate.source,
    judge: ({ analysis: { format } }) =>
      format.sampleRate < limit.rate.limit
        ? `The sample rate is ${hertz(format.sampleRate)}; shops take 44.1 kHz or more. Export the song again at its session’s rate.`
        : null,
  },
  {
    code: 'lossy_source',
    severity: 'blocks',
    mend: 'version',
    source: 'Apple Music, Bandcamp, distributors: lossless sources only',
    judge: ({ analysis: { format } }) =>
      format.sampleKind === 'lossy'
        ? `This file was made from ${format.codec.toUpperCase()}, which has lost detail for good; shops take lossless files. Bring the WAV it was made from.`
        : null,
  },
  {
    code: 'true_peak',
    severity: 'warns',
    mend: 'version',
    source: 'AES TD1008, Spotify: −1 dBTP',
    judge: ({ analysis, peaks }) => {
      const peak = analysis.loudness.truePeakDbtp;
      return peak !== null && peak > peaks.ceilingDbtp + 0.05
        ? `The true peak is ${signed(peak)} dBTP; streaming services ask for ${level(peaks.ceilingDbtp, 0)} or less.`
        : null;
    },
  },
  {
    code: 'clipped',
    severity: 'warns',
    mend: 'version',
    source: 'Distributors’ quality control',
    judge: ({ analysis: { integrity } }) => {
      const { clippedRunCount, clippedRuns } = integrity;
      if (clippedRunCount === 0) return null;
      return `The waveform is clipped ${placesText(
        clippedRuns.map(({ atSeconds }) => atSeconds),
        clippedRunCount,
      )}. If that is not the sound you want, master it again.`;
    },
  },
  {
    code: 'mono',
    severity: 'warns',
    mend: 'version',
    source: 'Distributors’ quality control',
    judge: ({ analysis: { format, stereo } }) =>
      format.channels === 1 || stereo.dualMono ? 'The file is mono: both sides carry the same.' : null,
  },
  {
    code: 'dead_channel',
    severity: 'warns',
    mend: 'version',
    source: 'Distributors’ quality control',
    judge: ({ analysis: { stereo } }) =>
      stereo.deadChannel === null
        ? null
        : `The ${stereo.deadChannel === 0 ? 'left' : 'right'} channel is silent from beginning to end.`,
  },
  {
    code: 'late_start',
    severity: 'warns',
    mend: 'version',
    source: limit.leadingSilence.source,
    judge: ({ analysis: { integrity, loudness } }) =>
      loudness.integratedLufs !== null && integrity.leadingSilenceSeconds > limit.leadingSilence.limit
        ? `The sound starts after ${integrity.leadingSilenceSeconds.toFixed(1)} s of silence.`
        : null,
  },
  {
    code: 'long_tail',
    severity: 'warns',
    mend: 'version',
    source: limit.trailingSilence.source,
    judge: ({ analysis: { integrity, loudness } }) =>
      loudness.integratedLufs !== null && integrity.trailingSilenceSeconds > limit.trailingSilence.limit
        ? `There are ${integrity.trailingSilenceSeconds.toFixed(1)} s of silence at the end.`
        : null,
  },
  {
    code: 'cut_tail',
    severity: 'warns',
    mend: 'version',
    source: limit.cutTail.source,
    judge: ({ analysis: { integrity, loudness, curve } }) => {
      const last = curve.momentaryLufs.at(-1) ?? null;
      const { integratedLufs } = loudness;
      if (last === null || integratedLufs === null || integrity.trailingSilenceSeconds > 0.05) return null;
      return last > integratedLufs - limit.cutTail.limit
        ? `The end sounds cut off: it still plays at ${level(last)} LUFS when the file ends.`
        : null;
    },
  },
  {
    code: 'short',
    severity: 'warns',
    mend: 'version',
    source: limit.shortest.source,
    judge: ({ analysis: { format } }) => {
      const seconds = format.frames / format.sampleRate;
      return seconds < limit.shortest.limit
        ? `It lasts ${seconds.toFixed(1)} s; services pay for a stream from ${limit.shortest.limit} s on.`
        : null;
    },
  },
];

const formatRules: DeliveryRule[] = [
  {
    code: 'not_high_resolution',
    severity: 'warns',
    mend: 'formats',
    source: limit.depth.source,
    judge: ({ analysis: { format }, formats }) =>
      formats.includes('wav24') && format.bitDepth !== null && format.bitDepth < limit.depth.limit
        ? `The master has ${format.bitDepth} bits; the files with 24 will hold no more than that.`
        : null,
  },
];

const codesOf = ({ isrc, alternateIsrcs = {} }: DraftMetadata) => [isrc, ...Object.values(alternateIsrcs)];

/** The ISRCs of the alternates that are to be made. */
const alternateCodes = ({ metadata: { alternateIsrcs = {} }, alternates = [] }: DeliveryQuestion) =>
  alternates.flatMap((kind) => {
    const isrc = alternateIsrcs[kind];
    return isrc ? [{ isrc, label: alternateLabels[kind] }] : [];
  });

const metadataRules: DeliveryRule[] = [
  {
    code: 'no_title',
    severity: 'blocks',
    mend: 'metadata',
    source: 'Any shop',
    judge: ({ metadata }) => (metadata.title === '' ? 'The song needs a title.' : null),
  },
  {
    code: 'no_artist',
    severity: 'blocks',
    mend: 'metadata',
    source: 'Any shop',
    judge: ({ metadata }) =>
      metadata.artist === '' ? 'The song needs an artist; give the project one, or type it here.' : null,
  },
  {
    code: 'title_like_file',
    severity: 'warns',
    mend: 'metadata',
    source: 'Apple Music Style Guide: no file names, no working titles',
    judge: ({ metadata: { title } }) =>
      /\.(wav|aiff?|mp3|flac|m4a)$/i.test(title) || /[\s_-](final|bounce|master|mixdown|mix|v)[\s_-]*\d*$/i.test(title)
        ? `The title “${title}” looks like the name of a file; shops show it as it is.`
        : null,
  },
  {
    code: 'no_isrc',
    severity: 'warns',
    mend: 'metadata',
    source: 'ISO 3901',
    judge: ({ metadata }) =>
      metadata.isrc ? null : 'There is no ISRC; if the recording has none yet, your distributor gives it one.',
  },
  {
    code: 'wrong_isrc',
    severity: 'blocks',
    mend: 'metadata',
    source: 'ISO 3901',
    judge: ({ metadata: { isrc } }) =>
      isrc && !isIsrc(isrc) ? `“${isrc}” is no ISRC: twelve letters and digits like SE-ABC-26-00001.` : null,
  },
  {
    code: 'isrc_twice',
    severity: 'blocks',
    mend: 'metadata',
    source: 'ISO 3901: one code for one recording',
    judge: ({ metadata: { isrc }, others }) => {
      const other = isrc ? others.find(({ metadata: theirs }) => codesOf(theirs).includes(isrc)) : undefined;
      return other ? `“${other.songTitle}” has this ISRC already; every recording has its own.` : null;
    },
  },
  {
    code: 'wrong_alternate_isrc',
    severity: 'blocks',
    mend: 'alternates',
    source: 'ISO 3901',
    judge: (question) => {
      const wrong = alternateCodes(question).find(({ isrc }) => !isIsrc(isrc));
      return wrong
        ? `“${wrong.isrc}” of ${wrong.label} is no ISRC: twelve letters and digits like SE-ABC-26-00001.`
        : null;
    },
  },
  {
    code: 'alternate_isrc_twice',
    severity: 'warns',
    mend: 'alternates',
    source: 'ISO 3901: one code for one recording',
    judge: (question) => {
      const { metadata, others } = question;
      const mine = alternateCodes(question);
      const taken = [
        { isrc: metadata.isrc, label: 'the master' },
        ...others.flatMap((other) => codesOf(other.metadata).map((isrc) => ({ isrc, label: `“${other.songTitle}”` }))),
      ];
      for (const [at, { isrc, label }] of mine.entries()) {
        const other = [...taken, ...mine.slice(0, at)].find((one) => one.isrc === isrc);
        if (other) return `${label} has the ISRC of ${other.label}; every recording has its own.`;
      }
      return null;
    },
  },
  {
    code: 'wrong_upc',
    severity: 'blocks',
    mend: 'metadata',
    source: 'GS1 General Specifications §7.9',
    judge: ({ metadata: { upc } }) => {
      if (!upc || isBarcode(upc)) return null;
      return /^\d{12,13}$/.test(upc)
        ? `The last digit of the UPC ${upc} does not fit the others; look for a typing error.`
        : `“${upc}” is no UPC or EAN: 12 or 13 digits.`;
    },
  },
  {
    code: 'beyond_total',
    severity: 'blocks',
    mend: 'metadata',
    source: 'Any shop',
    judge: ({ metadata: { trackNumber, trackTotal, discNumber, discTotal } }) => {
      if (trackNumber && trackTotal && trackNumber > trackTotal)
        return `Track ${trackNumber} of ${trackTotal} cannot be.`;
      return discNumber && discTotal && discNumber > discTotal ? `Disc ${discNumber} of ${discTotal} cannot be.` : null;
    },
  },
  {
    code: 'track_twice',
    severity: 'blocks',
    mend: 'metadata',
    source: 'Any shop',
    judge: ({ metadata, others }) => {
      const other = others.find(
        (one) =>
          metadata.trackNumber !== undefined &&
          one.metadata.trackNumber === metadata.trackNumber &&
          (one.metadata.discNumber ?? 1) === (metadata.discNumber ?? 1) &&
          one.metadata.album === metadata.album,
      );
      return other ? `“${other.songTitle}” is track ${metadata.trackNumber} of this release already.` : null;
    },
  },
  {
    code: 'album_differs',
    severity: 'warns',
    mend: 'metadata',
    source: 'Distributors: one release has one title, artist, barcode, year and lines',
    judge: ({ metadata, others }) => {
      const names = {
        album: 'album',
        albumArtist: 'album artist',
        upc: 'UPC',
        year: 'year',
        pLine: '℗ line',
        cLine: '© line',
        trackTotal: 'number of tracks',
      } as const;
      for (const { songTitle, metadata: other } of others) {
        for (const key of Object.keys(names) as (keyof typeof names)[]) {
          const [mine, theirs] = [metadata[key], other[key]];
          if (mine === theirs || (!mine && !theirs)) continue;
          return `The ${names[key]} is ${quoted(mine)} here and ${quoted(theirs)} in “${songTitle}”; one release has one.`;
        }
      }
      return null;
    },
  },
];

const artworkRules: DeliveryRule[] = [
  {
    code: 'no_artwork',
    severity: 'warns',
    mend: 'artwork',
    source: 'Players show what is in the file',
    judge: ({ artwork }) => (artwork ? null : 'There is no artwork; players will show an empty cover.'),
  },
  {
    code: 'artwork_not_square',
    severity: 'blocks',
    mend: 'artwork',
    source: limit.artworkUsual.source,
    judge: ({ artwork }) =>
      artwork && artwork.width !== artwork.height
        ? `The artwork is ${artwork.width} × ${artwork.height} pixels; shops take squares.`
        : null,
  },
  {
    code: 'artwork_small',
    severity: 'blocks',
    mend: 'artwork',
    source: limit.artworkLeast.source,
    judge: ({ artwork }) =>
      artwork && Math.min(artwork.width, artwork.height) < limit.artworkLeast.limit
        ? `The artwork has ${count(Math.min(artwork.width, artwork.height), 'pixel')} a side; shops take ${limit.artworkLeast.limit} or more, ${limit.artworkUsual.limit} at best.`
        : null,
  },
  {
    code: 'artwork_below_usual',
    severity: 'warns',
    mend: 'artwork',
    source: limit.artworkUsual.source,
    judge: ({ artwork }) => {
      const edge = artwork ? Math.min(artwork.width, artwork.height) : Number.POSITIVE_INFINITY;
      return edge >= limit.artworkLeast.limit && edge < limit.artworkUsual.limit
        ? `The artwork has ${edge} pixels a side; some shops ask for ${limit.artworkUsual.limit}.`
        : null;
    },
  },
  {
    code: 'artwork_heavy',
    severity: 'warns',
    mend: 'artwork',
    source: limit.artworkBytes.source,
    judge: ({ artwork }) =>
      artwork && artwork.sizeBytes > limit.artworkBytes.limit
        ? `The artwork takes ${(artwork.sizeBytes / 1e6).toFixed(1)} MB in every file; save it as a JPEG.`
        : null,
  },
];

/** In the order in which they are said. */
export const deliveryRules: readonly DeliveryRule[] = [
  ...soundRules,
  ...formatRules,
  ...metadataRules,
  ...artworkRules,
];

const hertz = (rate: number): string => `${(rate / 1000).toFixed(1).replace(/\.0$/, '')} kHz`;
const signed = (value: number): string => (value > 0 ? `+${level(value)}` : level(value));
const quoted = (value: string | number | undefined): string => (value ? `“${value}”` : 'empty');
