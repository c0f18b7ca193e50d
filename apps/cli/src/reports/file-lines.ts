import type { Finding } from '@sweetspot/protocol';
import type { FileReport } from './report-file.ts';
import { change, channelsWord, clock, entry, level, table } from './words.ts';

const shownTimes = 5;

/** A file's report for people. */
export function fileLines(report: FileReport): string[] {
  const { format, integrity } = report;
  const depth = format.bitDepth === null ? '' : `, ${format.bitDepth} bits`;
  return [
    report.file,
    ...table([
      [
        'format',
        `${format.container} (${format.codec}), ${format.sampleRate / 1000} kHz${depth}, ${channelsWord(format.channels)}`,
      ],
      ['length', clock(format.durationSeconds, 3)],
      ['SHA-256', report.sha256],
      ...loudnessRows(report),
      ...stereoRows(report),
      [
        'silence at the ends',
        `${integrity.leadingSilenceSeconds.toFixed(3)} s, ${integrity.trailingSilenceSeconds.toFixed(3)} s`,
      ],
      ...musicRows(report),
    ]),
    ...readinessLines(report),
    '',
  ];
}

type Row = [label: string, value: string];

function loudnessRows({ loudness }: FileReport): Row[] {
  const rows: Row[] = [
    ['integrated', level(loudness.integratedLufs, 'LUFS')],
    ['short-term, most', level(loudness.maxShortTermLufs, 'LUFS')],
    ['momentary, most', level(loudness.maxMomentaryLufs, 'LUFS')],
    ['range', loudness.rangeLu === null ? 'says nothing under 60 s' : `${loudness.rangeLu.toFixed(1)} LU`],
    ['true peak', level(loudness.truePeakDbtp, 'dBTP', 2)],
    ['sample peak', level(loudness.samplePeakDbfs, 'dBFS', 2)],
  ];
  if (loudness.plrDb !== null) rows.push(['peak to loudness', `${loudness.plrDb.toFixed(1)} dB`]);
  if (loudness.dualMonoIntegratedLufs !== null)
    rows.push(['on two speakers', level(loudness.dualMonoIntegratedLufs, 'LUFS')]);
  return rows;
}

function stereoRows({ stereo }: FileReport): Row[] {
  const rows: Row[] = [];
  if (stereo.correlationMean !== null) rows.push(['correlation', level(stereo.correlationMean, '', 2).trim()]);
  if (stereo.monoLossLu !== null) rows.push(['lost in mono', level(stereo.monoLossLu, 'LU')]);
  if (stereo.balanceDb !== null) rows.push(['right against left', change(stereo.balanceDb, 'dB')]);
  return rows;
}

function musicRows({ music, spectrum, integrity }: FileReport): Row[] {
  const rows: Row[] = [];
  if (integrity.effectiveBits !== null) rows.push(['bits that carry sound', String(integrity.effectiveBits)]);
  if (spectrum.cutoffHz !== null) rows.push(['nothing above', `${(spectrum.cutoffHz / 1000).toFixed(1)} kHz`]);
  if (music.tempo !== null) rows.push(['tempo', `${music.tempo.bpm.toFixed(1)} BPM (${sure(music.tempo.confidence)})`]);
  if (music.key !== null) rows.push(['key', `${music.key.tonic} ${music.key.mode} (${sure(music.key.confidence)})`]);
  return rows;
}

const sure = (confidence: number): string => `${Math.round(confidence * 100)} % sure`;

const stageWords = { stems: 'one element of a song', mix: 'a mix', master: 'a finished master' } as const;

function readinessLines({ readiness }: FileReport): string[] {
  return [
    ...entry('is', `${stageWords[readiness.stage]}. ${readiness.reasons.join(' ')}`),
    ...findingLines(readiness.findings),
  ];
}

/** Findings for people, worst first as they come. */
export const findingLines = (findings: readonly Finding[]): string[] =>
  findings.flatMap((finding) => entry(signs[finding.severity], withTimes(finding)));

const signs = { problem: '!!', warning: '! ', info: '· ' } as const;

function withTimes({ message, atSeconds }: Finding): string {
  if (atSeconds.length === 0) return message;
  const times = atSeconds.slice(0, shownTimes).map((seconds) => clock(seconds, 1));
  return `${message} (${times.join(', ')}${atSeconds.length > shownTimes ? ', …' : ''})`;
}
