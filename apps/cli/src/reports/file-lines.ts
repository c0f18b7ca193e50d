import type { FileReport } from './report-file.ts';
import { change, channelsWord, clock, level, plural, table } from './words.ts';

const shownRuns = 5;

/** A file's report for people. */
export function fileLines(report: FileReport): string[] {
  const { format, loudness, stereo, integrity } = report;
  const depth = format.bitDepth === null ? '' : `, ${format.bitDepth} bits`;
  const rows: [string, string][] = [
    [
      'format',
      `${format.container} (${format.codec}), ${format.sampleRate / 1000} kHz${depth}, ${channelsWord(format.channels)}`,
    ],
    ['length', clock(format.durationSeconds, 3)],
    ['SHA-256', report.sha256],
    ['integrated', level(loudness.integratedLufs, 'LUFS')],
    ['short-term, most', level(loudness.maxShortTermLufs, 'LUFS')],
    ['momentary, most', level(loudness.maxMomentaryLufs, 'LUFS')],
    ['range', loudness.rangeLu === null ? 'not measured under 60 s' : `${loudness.rangeLu.toFixed(1)} LU`],
    ['true peak', level(loudness.truePeakDbtp, 'dBTP', 2)],
    ['sample peak', level(loudness.samplePeakDbfs, 'dBFS', 2)],
  ];
  if (loudness.plrDb !== null) rows.push(['peak to loudness', `${loudness.plrDb.toFixed(1)} dB`]);
  if (loudness.dualMonoIntegratedLufs !== null)
    rows.push(['on two speakers', level(loudness.dualMonoIntegratedLufs, 'LUFS')]);
  if (stereo.correlationMean !== null) rows.push(['correlation', stereo.correlationMean.toFixed(2)]);
  if (stereo.balanceDb !== null) rows.push(['right against left', change(stereo.balanceDb, 'dB')]);
  rows.push(['silence at the ends', silenceWords(integrity)]);
  if (integrity.effectiveBits !== null) rows.push(['bits that carry sound', String(integrity.effectiveBits)]);
  return [report.file, ...table(rows), ...remarks(report), ''];
}

const silenceWords = (integrity: FileReport['integrity']): string =>
  `${integrity.leadingSilenceSeconds.toFixed(3)} s, ${integrity.trailingSilenceSeconds.toFixed(3)} s`;

function remarks({ stereo, integrity, format }: FileReport): string[] {
  const lines = integrity.warnings.map(({ message }) => message);
  if (stereo.dualMono) lines.push('Both channels are the same: a mono recording in a stereo file.');
  if (stereo.deadChannel !== null) lines.push(`The ${stereo.deadChannel === 0 ? 'left' : 'right'} channel is silent.`);
  if (integrity.clippedRunCount > 0) {
    const times = integrity.clippedRuns.slice(0, shownRuns).map(({ atSeconds }) => clock(atSeconds, 3));
    const more = integrity.clippedRunCount > times.length ? ', …' : '';
    lines.push(`Clipped in ${plural(integrity.clippedRunCount, 'place')}: ${times.join(', ')}${more}.`);
  }
  integrity.dcOffset.forEach((offset, channel) => {
    if (Math.abs(offset) >= 0.001)
      lines.push(
        `${format.channels > 1 ? `Channel ${channel + 1}` : 'The sound'} is off centre by ${(offset * 100).toFixed(2)} % (DC).`,
      );
  });
  return lines.map((line) => `  ! ${line}`);
}
