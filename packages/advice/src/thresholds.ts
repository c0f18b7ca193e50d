/** Where a rule draws its line, in which unit, and who says so. */
export type Threshold = { limit: number; unit: string; source: string };

const house = 'House rule';

/**
 * Every number that decides a finding. Change a number here and the rules, their sentences and the documentation follow.
 * Where no standard draws a line the source says "House rule" and what it rests on.
 */
export const thresholds = {
  masterLoudness: {
    limit: -16,
    unit: 'LUFS',
    source: 'AES TD1008 (2021): music tracks are distributed at −16 LUFS or louder',
  },
  masterPeak: { limit: -3, unit: 'dBTP', source: `${house}: masters are brought up to within a few dB of full scale` },
  masterPlr: {
    limit: 11.5,
    unit: 'dB',
    source: `${house}: median PLR of loud releases since 2000 is 8 to 11 dB (Deruty & Pachet 2015)`,
  },
  limitedPlr: {
    limit: 9,
    unit: 'dB',
    source: `${house}: an unlimited mix of any style keeps 11 dB or more between peaks and loudness`,
  },
  crushedPsr: {
    limit: 6,
    unit: 'dB',
    source: 'MeterPlugs and Ian Shepherd (2017): a PSR below 8 is heavily limited; 6 leaves margin',
  },
  headroom: {
    limit: -1,
    unit: 'dBTP',
    source: `${house}: 1 dB under full scale is the least a mastering chain can work with without a trim`,
  },
  overs: { limit: 0, unit: 'dBTP', source: 'BS.1770-5 Annex 2: samples above 0 dBTP clip in reconstruction' },
  shopCeiling: {
    limit: -1,
    unit: 'dBTP',
    source: 'AES TD1008 and Spotify: masters peak at −1 dBTP at most, so that coding does not clip',
  },
  clippedRuns: { limit: 1, unit: 'runs', source: 'Three or more equal samples at the maximum' },
  dcOffset: { limit: 0.001, unit: 'of full scale', source: `${house}: −60 dBFS, audible as a click at edits` },
  monoLoss: { limit: 3, unit: 'LU', source: `${house}: 3 LU more than a wide balanced mix loses` },
  correlationMean: { limit: 0, unit: '', source: `${house}: below 0 more cancels than adds in mono` },
  bassCorrelation: {
    limit: 0,
    unit: '',
    source: `${house}: out-of-phase lows vanish in clubs, on phones and make vinyl skip`,
  },
  balance: { limit: 1.5, unit: 'dB', source: `${house}: about what makes the middle sound off-centre` },
  leadingSilence: { limit: 2, unit: 's', source: `${house}: longer gaps are usually forgotten pre-roll` },
  trailingSilence: { limit: 5, unit: 's', source: `${house}: longer gaps are usually a forgotten end marker` },
  hum: { limit: -70, unit: 'dBFS', source: `${house}: audible in pauses at listening level` },
  noiseFloor: { limit: -55, unit: 'dBFS', source: `${house}: mastering may raise quiet parts by 10 dB` },
  lossyCutoff: { limit: 16_800, unit: 'Hz', source: `${house}: encoders at up to 128 kbit/s end at 15 to 16.5 kHz` },
  lowRate: { limit: 44_100, unit: 'Hz', source: 'CD and every shop: 44.1 kHz or more' },
  sparseStem: {
    limit: 0.5,
    unit: 'of the song',
    source: `${house}: a mix sounds nearly all the time, most elements do not`,
  },
  mixBands: {
    limit: 20,
    unit: 'third octaves',
    source: `${house}: a mix fills at least 20 of the 27 bands from 40 Hz to 16 kHz; one element rarely does`,
  },
  bandFloor: { limit: 36, unit: 'dB', source: `${house}: bands this far below the loudest count as empty` },
  stemLength: { limit: 0.1, unit: 's', source: `${house}: exports from one session start and end together` },
  stemNull: {
    limit: -40,
    unit: 'dB',
    source: `${house}: below it the stems are the rough, but for rounding and dither`,
  },
  stemNullNear: { limit: -12, unit: 'dB', source: `${house}: below it the stems are the rough but for bus processing` },
  polarity: {
    limit: -0.5,
    unit: 'correlation',
    source: `${house}: two recordings of one source correlate; a negative sign means one is turned over`,
  },
  alignment: { limit: 0.002, unit: 's', source: `${house}: 2 ms smears attacks; farther apart is heard as an echo` },
} as const satisfies Record<string, Threshold>;
