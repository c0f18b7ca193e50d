import { usualPeaks } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { describe, expect, it, test } from 'vitest';
import { type DeliveryQuestion, deliveryRules } from './delivery-rules.ts';
import { judgeDelivery } from './judge-delivery.ts';

/** A delivery that nothing stands against. */
function goodDelivery(): DeliveryQuestion {
  const analysis = exampleAnalysis({ integratedLufs: -14, truePeakDbtp: -1 });
  analysis.format = {
    ...analysis.format,
    sampleRate: 48_000,
    frames: 48_000 * 200,
    channels: 2,
    sampleKind: 'int',
    bitDepth: 24,
  };
  analysis.integrity.trailingSilenceSeconds = 1;
  return {
    analysis,
    formats: ['wav24', 'mp3_320'],
    metadata: {
      title: 'Ebb',
      artist: 'Lowtide',
      album: 'Tides',
      isrc: 'SEABC2600001',
      upc: '4006381333931',
      trackNumber: 2,
      trackTotal: 9,
    },
    artwork: { width: 3000, height: 3000, sizeBytes: 2_000_000 },
    peaks: usualPeaks,
    others: [
      {
        songTitle: 'Flow',
        metadata: { album: 'Tides', isrc: 'SEABC2600002', upc: '4006381333931', trackNumber: 1, trackTotal: 9 },
      },
    ],
  };
}

type Change = (question: DeliveryQuestion) => void;
/** What breaks each rule, and nothing but that rule. */
const broken: [code: string, change: Change, words: string][] = [
  ['silent', ({ analysis }) => (analysis.loudness.integratedLufs = null), 'nothing to hear'],
  ['low_rate', ({ analysis }) => (analysis.format.sampleRate = 32_000), '32 kHz'],
  [
    'lossy_source',
    ({ analysis }) => (analysis.format = { ...analysis.format, sampleKind: 'lossy', codec: 'mp3', bitDepth: null }),
    'MP3',
  ],
  ['true_peak', ({ analysis }) => (analysis.loudness.truePeakDbtp = 0.31), '+0.3 dBTP'],
  [
    'clipped',
    ({ analysis }) =>
      (analysis.integrity = {
        ...analysis.integrity,
        clippedRunCount: 1,
        clippedRuns: [{ atSeconds: 63.2, samples: 4, channel: 0 }],
      }),
    '1:03.2',
  ],
  ['mono', ({ analysis }) => (analysis.stereo.dualMono = true), 'mono'],
  ['dead_channel', ({ analysis }) => (analysis.stereo.deadChannel = 1), 'right channel'],
  ['late_start', ({ analysis }) => (analysis.integrity.leadingSilenceSeconds = 3), '3.0 s'],
  ['long_tail', ({ analysis }) => (analysis.integrity.trailingSilenceSeconds = 9), '9.0 s'],
  [
    'cut_tail',
    ({ analysis }) => {
      analysis.integrity.trailingSilenceSeconds = 0;
      analysis.curve.momentaryLufs = [-14, -13];
    },
    'cut off',
  ],
  ['short', ({ analysis }) => (analysis.format.frames = 48_000 * 20), '20.0 s'],
  ['not_high_resolution', ({ analysis }) => (analysis.format.bitDepth = 16), '16 bits'],
  ['no_title', ({ metadata }) => (metadata.title = ''), 'title'],
  ['no_artist', ({ metadata }) => (metadata.artist = ''), 'artist'],
  ['title_like_file', ({ metadata }) => (metadata.title = 'Ebb final 3'), 'Ebb final 3'],
  ['no_isrc', ({ metadata }) => delete metadata.isrc, 'ISRC'],
  ['wrong_isrc', ({ metadata }) => (metadata.isrc = 'SEABC26'), 'SEABC26'],
  ['isrc_twice', ({ metadata }) => (metadata.isrc = 'SEABC2600002'), 'Flow'],
  [
    'wrong_alternate_isrc',
    (question) => {
      question.alternates = ['tv'];
      question.metadata.alternateIsrcs = { tv: 'SEABC26' };
    },
    '“SEABC26” of TV',
  ],
  [
    'alternate_isrc_twice',
    (question) => {
      question.alternates = ['instrumental', 'tv'];
      question.metadata.alternateIsrcs = { instrumental: 'SEABC2600003', tv: 'SEABC2600003' };
    },
    'TV has the ISRC of Instrumental',
  ],
  ['beyond_total', ({ metadata }) => (metadata.trackNumber = 10), 'Track 10 of 9'],
  ['track_twice', ({ metadata }) => (metadata.trackNumber = 1), 'track 1'],
  ['album_differs', ({ metadata }) => (metadata.year = 2025), '“2025” here and empty'],
  ['no_artwork', (question) => (question.artwork = null), 'no artwork'],
  ['artwork_not_square', ({ artwork }) => (artwork!.width = 4000), '4000 × 3000'],
  ['artwork_small', ({ artwork }) => (artwork!.width = artwork!.height = 800), '800 pixels'],
  ['artwork_below_usual', ({ artwork }) => (artwork!.width = artwork!.height = 2000), '2000 pixels'],
  ['artwork_heavy', ({ artwork }) => (artwork!.sizeBytes = 12_300_000), '12.3 MB'],
];

describe('judgeDelivery', () => {
  it('has nothing to say of a good one', () => expect(judgeDelivery(goodDelivery())).toEqual([]));

  test.each(broken)('%s', (code, change, words) => {
    const question = goodDelivery();
    change(question);
    const findings = judgeDelivery(question);
    expect(findings.map((one) => one.code)).toEqual([code]);
    expect(findings[0]!.message).toContain(words);
  });

  it('tells a mistyped barcode from no barcode, apart from the others of the release', () => {
    const messages = ['4006381333932', '12345'].map((upc) => {
      const question = { ...goodDelivery(), others: [] };
      question.metadata.upc = upc;
      return judgeDelivery(question).map(({ message }) => message);
    });
    expect(messages).toEqual([[expect.stringContaining('last digit')], [expect.stringContaining('12 or 13 digits')]]);
  });

  it('knows an ISRC that is used twice wherever it is, and only of alternates that are made', () => {
    const judged = (isrc: string, change: Partial<DeliveryQuestion> = {}) => {
      const question: DeliveryQuestion = { ...goodDelivery(), alternates: ['tv'], ...change };
      question.metadata.alternateIsrcs = { tv: isrc };
      question.others[0]!.metadata.alternateIsrcs = { instrumental: 'SEABC2600004' };
      return judgeDelivery(question).map(({ code, message }) => `${code}: ${message}`);
    };
    expect(judged('SEABC2600005')).toEqual([]);
    expect(judged('SEABC2600001')).toEqual([expect.stringContaining('TV has the ISRC of the master')]);
    expect(judged('SEABC2600004')).toEqual([expect.stringContaining('TV has the ISRC of “Flow”')]);
    expect(judged('SEABC2600001', { alternates: [] })).toEqual([]);
    const master = goodDelivery();
    master.metadata.isrc = 'SEABC2600004';
    master.others[0]!.metadata.alternateIsrcs = { instrumental: 'SEABC2600004' };
    expect(judgeDelivery(master)).toMatchObject([{ code: 'isrc_twice', severity: 'blocks' }]);
  });

  it('says what blocks first', () => {
    const question = goodDelivery();
    question.analysis.loudness.truePeakDbtp = 0;
    question.artwork!.width = 10_000;
    expect(judgeDelivery(question).map(({ severity }) => severity)).toEqual(['blocks', 'warns']);
  });

  it('has a test for every rule', () => {
    const tested = new Set([...broken.map(([code]) => code), 'wrong_upc']);
    expect(deliveryRules.map(({ code }) => code).filter((code) => !tested.has(code))).toEqual([]);
  });
});
