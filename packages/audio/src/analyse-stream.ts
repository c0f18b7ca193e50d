import { Analyser, type Dsp, spectralCentroidHz, thirdOctaves } from '@sweetspot/dsp';
import { type Analysis, analysisSchema, analysisVersion, type MediaWarning } from '@sweetspot/protocol';
import { checkMeasurable } from './check-measurable.ts';
import { drawnCurves } from './drawn-curves.ts';
import { integrityFigures } from './integrity-figures.ts';
import { loudnessFigures, roundedOrNull } from './loudness-figures.ts';
import type { Block, SourceInfo } from './source.ts';
import { stemActivity } from './stem-activity.ts';
import { stereoFigures } from './stereo-figures.ts';

/** Wider integers do not fit a float32 exactly, so their bits cannot be counted. */
const widestCountedBits = 24;

/** Everything that is measured of a file, fed block by block. Throws MediaError for more channels than can be measured. */
export class AnalyseStream {
  readonly #info: SourceInfo;
  readonly #analyser: Analyser;
  #frames = 0;

  constructor(dsp: Dsp, info: SourceInfo) {
    const { channels, sampleRate, sampleKind, bitDepth } = info;
    checkMeasurable(info);
    const countsBits = sampleKind === 'int' && bitDepth !== null && bitDepth <= widestCountedBits;
    this.#info = info;
    this.#analyser = new Analyser(dsp, { channels, sampleRate, bitDepth: countsBits ? bitDepth : null });
  }

  get frames(): number {
    return this.#frames;
  }

  add(block: Block): void {
    this.#analyser.push(block);
    this.#frames += block[0]!.length;
  }

  finish(warnings: readonly MediaWarning[]): Analysis {
    const { framesHint: _, ...format } = this.#info;
    const { channels, sampleRate } = format;
    const result = this.#analyser.result();
    const { loudness, spectrum, cutoffHz, tempo, key } = result;
    return analysisSchema.parse({
      analysisVersion,
      format: { ...format, frames: this.#frames },
      loudness: loudnessFigures(loudness, this.#frames / sampleRate),
      curve: drawnCurves(loudness),
      stereo: stereoFigures(result, channels),
      integrity: { ...integrityFigures(result, this.#info), warnings: [...warnings] },
      spectrum: { thirdOctaveDb: thirdOctaveLevels(spectrum, channels), cutoffHz },
      music: { tempo, key },
      activity: stemActivity(loudness, spectralCentroidHz(spectrum)),
    });
  }
}

/** One channel is its own middle: half of it is not lost to a silent neighbour. */
function thirdOctaveLevels(
  spectrum: Parameters<typeof thirdOctaves>[0],
  channels: number,
): Analysis['spectrum']['thirdOctaveDb'] {
  const level = (db: number) => roundedOrNull(db, 100);
  return thirdOctaves(spectrum).map(({ hz, db, midDb, sideDb }) => {
    if (channels === 1) {
      const alone = level(db + 10 * Math.log10(2));
      return { hz, db: alone, midDb: alone, sideDb: null };
    }
    return { hz, db: level(db), midDb: level(midDb), sideDb: level(sideDb) };
  });
}
