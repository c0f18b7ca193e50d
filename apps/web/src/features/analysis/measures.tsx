import type { Analysis } from '@sweetspot/protocol/analysis';
import { formatFrequency, formatSampleRate } from '../../components/format.ts';

const minus = '−';
const number = (value: number | null, digits = 1): string =>
  value === null ? '–' : value.toFixed(digits).replace('-', minus);
const withUnit = (value: number | null, unit: string, digits = 1): string =>
  value === null ? '–' : `${number(value, digits)} ${unit}`;

type Row = [name: string, value: string, hint?: string];

/** Every number of the analysis, by what it is about. */
export function Measures({ analysis }: { analysis: Analysis }) {
  return (
    <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      <Group title="Level" rows={levelRows(analysis)} />
      <Group title="Stereo" rows={stereoRows(analysis)} />
      <Group title="Music" rows={musicRows(analysis)} />
      <Group title="File" rows={fileRows(analysis)} />
    </div>
  );
}

function Group({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <section>
      <h4 className="mb-1 text-muted text-sm">{title}</h4>
      <dl className="grid gap-1">
        {rows.map(([name, value, hint]) => (
          <div key={name} className="flex justify-between gap-4" title={hint}>
            <dt className="text-muted">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const levelRows = ({ loudness }: Analysis): Row[] => [
  ['Integrated', withUnit(loudness.integratedLufs, 'LUFS'), 'Loudness of the whole, quiet passages left out'],
  ['Range', withUnit(loudness.rangeLu, 'LU'), 'From the quiet to the loud passages; from 60 s on'],
  ['Loudest 3 s', withUnit(loudness.maxShortTermLufs, 'LUFS'), 'Largest short-term loudness'],
  ['Loudest 0.4 s', withUnit(loudness.maxMomentaryLufs, 'LUFS'), 'Largest momentary loudness'],
  ['True peak', withUnit(loudness.truePeakDbtp, 'dBTP'), 'Highest point of the waveform, also between samples'],
  ['Sample peak', withUnit(loudness.samplePeakDbfs, 'dBFS')],
  ['Peak above loudness', withUnit(loudness.plrDb, 'dB'), 'PLR: how much room transients have'],
  ['Densest moment', withUnit(loudness.minPsrDb, 'dB'), 'Least PSR: peaks above the loudness of 3 s'],
];

const stereoRows = ({ stereo }: Analysis): Row[] => [
  ['Correlation', number(stereo.correlationMean, 2), '+1 the same on both sides, 0 unrelated, −1 against each other'],
  ['Least correlation', number(stereo.correlationMin, 2)],
  ...stereo.bands.map(({ fromHz, toHz, correlation }): Row => {
    const name = `${formatFrequency(fromHz)} – ${formatFrequency(toHz)}`;
    return [name, number(correlation, 2)];
  }),
  ['Lost in mono', withUnit(stereo.monoLossLu, 'LU')],
  ['Balance', balanceText(stereo.balanceDb)],
];

function balanceText(balanceDb: number | null): string {
  if (balanceDb === null) return '–';
  if (Math.abs(balanceDb) < 0.05) return 'centred';
  return `${number(Math.abs(balanceDb))} dB ${balanceDb > 0 ? 'right' : 'left'}`;
}

const sureness = (confidence: number): string =>
  confidence >= 0.66 ? '' : confidence >= 0.33 ? ', probably' : ', perhaps';

const musicRows = ({ music, integrity, spectrum }: Analysis): Row[] => [
  ['Tempo', music.tempo === null ? '–' : `${number(music.tempo.bpm)} bpm${sureness(music.tempo.confidence)}`],
  ['Key', music.key === null ? '–' : `${music.key.tonic} ${music.key.mode}${sureness(music.key.confidence)}`],
  ['Noise floor', withUnit(integrity.noiseFloorDbfs, 'dBFS', 0)],
  [
    'Ends at',
    spectrum.cutoffHz === null ? 'no edge' : formatFrequency(spectrum.cutoffHz),
    'Where the spectrum stops abruptly',
  ],
];

const fileRows = ({ format, integrity }: Analysis): Row[] => [
  ['Format', `${format.container.toUpperCase()}, ${format.codec}`],
  ['Sample rate', formatSampleRate(format.sampleRate)],
  ['Bits', format.bitDepth === null ? '–' : bitsText(format.bitDepth, integrity.effectiveBits)],
  ['Channels', `${format.channels}`],
  ['DC offset', integrity.dcOffset.map((offset) => `${number(offset * 100, 3)} %`).join(', ')],
  ['Clipped runs', `${integrity.clippedRunCount}`],
  ['Silence before', withUnit(integrity.leadingSilenceSeconds, 's', 2)],
  ['Silence after', withUnit(integrity.trailingSilenceSeconds, 's', 2)],
];

const bitsText = (stored: number, used: number | null): string =>
  used === null || used === stored ? `${stored}` : `${stored}, ${used} used`;
