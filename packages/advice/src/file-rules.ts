import type { Analysis, Finding, Material } from '@sweetspot/protocol';
import { thresholds as limit } from './thresholds.ts';
import { level, placesText } from './words.ts';

type Found = Pick<Finding, 'severity' | 'message'> & { atSeconds?: number[] };
export type FileRule = { code: string; judge: (analysis: Analysis, material: Material) => Found | null };

/** Places shown with a finding; a file that clips all the time needs no list of a thousand. */
const mostPlaces = 100;

const levelRules: FileRule[] = [
  {
    code: 'silent',
    judge: ({ loudness }) =>
      loudness.samplePeakDbfs === null ? { severity: 'problem', message: 'There is no sound in this file.' } : null,
  },
  {
    code: 'clipped',
    judge: ({ integrity: { clippedRuns, clippedRunCount } }, material) => {
      if (clippedRunCount < limit.clippedRuns.limit) return null;
      const atSeconds = clippedRuns.map((run) => run.atSeconds).slice(0, mostPlaces);
      // A few clipped peaks are how many masters are made loud; in a mix they are damage.
      const severity = material === 'master' ? 'warning' : 'problem';
      return { severity, atSeconds, message: `Clipped ${placesText(atSeconds, clippedRunCount)}.` };
    },
  },
  {
    code: 'bus_limited',
    judge: ({ loudness: { plrDb } }, material) =>
      material !== 'mix' || plrDb === null || plrDb >= limit.limitedPlr.limit
        ? null
        : {
            severity: 'problem',
            message: `Limited on the bus: only ${level(plrDb)} dB between loudness and peaks (PLR). Print it again without the limiter.`,
          },
  },
  {
    code: 'no_headroom',
    judge: ({ loudness: { truePeakDbtp } }, material) =>
      material !== 'mix' || truePeakDbtp === null || truePeakDbtp <= limit.headroom.limit
        ? null
        : {
            severity: 'warning',
            message: `No headroom: it peaks at ${level(truePeakDbtp)} dBTP. Turn the bus down to −6 dBTP or so and print it again.`,
          },
  },
  {
    code: 'over_full_scale',
    judge: ({ loudness: { truePeakDbtp } }, material) =>
      material !== 'master' || truePeakDbtp === null || truePeakDbtp <= limit.overs.limit
        ? null
        : {
            severity: 'warning',
            message: `Peaks between the samples reach ${level(truePeakDbtp)} dBTP: players and encoders will clip them.`,
          },
  },
  {
    code: 'close_to_full_scale',
    judge: ({ loudness: { truePeakDbtp } }, material) =>
      material !== 'master' ||
      truePeakDbtp === null ||
      truePeakDbtp <= limit.shopCeiling.limit + 0.1 ||
      truePeakDbtp > limit.overs.limit
        ? null
        : {
            severity: 'info',
            message: `Peaks at ${level(truePeakDbtp)} dBTP: the streaming services ask for −1 or lower, so that their encoders do not clip.`,
          },
  },
  {
    code: 'crushed',
    judge: ({ loudness: { minPsrDb } }, material) =>
      material === 'stems' || minPsrDb === null || minPsrDb >= limit.crushedPsr.limit
        ? null
        : {
            severity: material === 'mix' ? 'warning' : 'info',
            message: `Crushed in its densest moment: ${level(minPsrDb)} dB between peaks and loudness (PSR).`,
          },
  },
];

const stereoRules: FileRule[] = [
  {
    code: 'dead_channel',
    judge: ({ stereo: { deadChannel } }) =>
      deadChannel === null
        ? null
        : { severity: 'problem', message: `The ${deadChannel === 0 ? 'left' : 'right'} channel is silent.` },
  },
  {
    code: 'dual_mono',
    judge: ({ loudness, stereo: { dualMono } }, material) => {
      // Two channels of silence are the same, too.
      if (!dualMono || loudness.samplePeakDbfs === null) return null;
      const message =
        material === 'stems'
          ? 'Both channels are the same: a mono file in a stereo one.'
          : 'Both channels are the same: it is mono.';
      return { severity: material === 'stems' ? 'info' : 'warning', message };
    },
  },
  {
    code: 'bass_out_of_phase',
    judge: ({ stereo: { bands } }) => {
      const low = bands.find(({ toHz }) => toHz <= 130);
      if (!low || low.correlation === null || low.correlation >= limit.bassCorrelation.limit) return null;
      return {
        severity: 'problem',
        message: `Bass out of phase below ${Math.round(low.toHz)} Hz: it gets thin in mono and on vinyl.`,
      };
    },
  },
  {
    code: 'mono_loss',
    judge: ({ stereo: { monoLossLu, dualMono } }) =>
      dualMono || monoLossLu === null || monoLossLu <= limit.monoLoss.limit
        ? null
        : {
            severity: 'warning',
            message: `In mono it loses ${level(monoLossLu)} LU: left and right cancel each other.`,
          },
  },
  {
    code: 'out_of_phase',
    judge: ({ stereo: { correlationMean } }) =>
      correlationMean === null || correlationMean >= limit.correlationMean.limit
        ? null
        : {
            severity: 'warning',
            message: `Left and right are out of phase (correlation ${level(correlationMean, 2)}).`,
          },
  },
  {
    code: 'off_centre',
    judge: ({ stereo: { balanceDb, deadChannel } }, material) =>
      material === 'stems' || deadChannel !== null || balanceDb === null || Math.abs(balanceDb) <= limit.balance.limit
        ? null
        : {
            severity: 'warning',
            message: `The ${balanceDb > 0 ? 'right' : 'left'} side is ${level(Math.abs(balanceDb))} dB louder.`,
          },
  },
];

const fileConditionRules: FileRule[] = [
  {
    code: 'dc_offset',
    judge: ({ integrity: { dcOffset } }) => {
      const worst = Math.max(0, ...dcOffset.map(Math.abs));
      if (worst <= limit.dcOffset.limit) return null;
      return {
        severity: 'warning',
        message: `The waveform lies off its middle line by ${level(worst * 100)} % (DC offset).`,
      };
    },
  },
  {
    code: 'hum',
    judge: ({ integrity: { hum } }) =>
      hum === null || hum.levelDbfs <= limit.hum.limit
        ? null
        : { severity: 'warning', message: `Mains hum of ${hum.mainsHz} Hz at ${level(hum.levelDbfs, 0)} dBFS.` },
  },
  {
    code: 'noise',
    judge: ({ integrity: { noiseFloorDbfs } }, material) =>
      material === 'master' || noiseFloorDbfs === null || noiseFloorDbfs <= limit.noiseFloor.limit
        ? null
        : { severity: 'info', message: `Its quietest moments are noise at ${level(noiseFloorDbfs, 0)} dBFS.` },
  },
  {
    code: 'leading_silence',
    judge: ({ integrity: { leadingSilenceSeconds: seconds }, loudness }, material) =>
      material === 'stems' || loudness.samplePeakDbfs === null || seconds <= limit.leadingSilence.limit
        ? null
        : { severity: 'info', message: `It begins with ${level(seconds)} s of silence.` },
  },
  {
    code: 'trailing_silence',
    judge: ({ integrity: { trailingSilenceSeconds: seconds }, loudness }, material) =>
      material === 'stems' || loudness.samplePeakDbfs === null || seconds <= limit.trailingSilence.limit
        ? null
        : { severity: 'info', message: `It ends with ${level(seconds)} s of silence.` },
  },
  {
    code: 'unused_bits',
    judge: ({ integrity: { effectiveBits }, format: { bitDepth } }) =>
      effectiveBits === null || bitDepth === null || effectiveBits > 16 || bitDepth <= 16 || effectiveBits === 0
        ? null
        : {
            severity: 'info',
            message: `Stored with ${bitDepth} bits, of which ${effectiveBits} are used: it was 16-bit before.`,
          },
  },
  {
    code: 'low_rate',
    judge: ({ format: { sampleRate } }) =>
      sampleRate >= limit.lowRate.limit
        ? null
        : {
            severity: 'warning',
            message: `Its sample rate is ${sampleRate / 1000} kHz: nothing above ${sampleRate / 2000} kHz is left.`,
          },
  },
  {
    code: 'lossy',
    judge: ({ format: { sampleKind, codec } }, material) =>
      sampleKind !== 'lossy' || material === 'master'
        ? null
        : {
            severity: 'warning',
            message: `Compressed (${codec.toUpperCase()}): send a WAV, AIFF or FLAC if there is one.`,
          },
  },
  {
    code: 'lossy_source',
    judge: ({ format: { sampleKind, sampleRate }, spectrum: { cutoffHz } }) =>
      sampleKind === 'lossy' ||
      cutoffHz === null ||
      cutoffHz > limit.lossyCutoff.limit ||
      sampleRate < limit.lowRate.limit
        ? null
        : {
            severity: 'warning',
            message: `Nothing above ${level(cutoffHz / 1000)} kHz: it looks like an MP3 that was saved as ${sampleRate / 1000} kHz again.`,
          },
  },
];

/** In the order in which equals are shown. */
export const fileRules: readonly FileRule[] = [...levelRules, ...stereoRules, ...fileConditionRules];
