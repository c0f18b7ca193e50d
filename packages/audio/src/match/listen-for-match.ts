import { LoudnessMeter, MasterEngine, SpectrumMeter, thirdOctaves } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { leastReferenceSeconds, type MasterRecipe, masterSettingsOf } from '@sweetspot/protocol/recipes';
import { MediaError, throwIfAborted } from '../media-error.ts';
import { openSource } from '../open-source.ts';
import type { AudioSource } from '../source.ts';

/** Mean power of one band of a third of an octave; half the sum and half the difference of the channels. */
export interface BandPower {
  hz: number;
  mid: number;
  side: number;
}

/** Sections of a song that are alike in loudness. */
export interface MatchPart {
  /** Of the sections that count, 0 … 1. */
  share: number;
  /** Mean loudness of the sections. */
  lufs: number;
  bands: BandPower[];
}

/** What a match needs to know of a song: where it is loud, and what it sounds like there. */
export interface MatchProfile {
  integratedLufs: number;
  truePeakDbtp: number;
  /** Of the parts that count for its loudness: those at most 10 LU below the whole (the gate of BS.1770-5). */
  bands: BandPower[];
  /** Chorus: sections at most 4 LU below the whole. */
  loud: MatchPart;
  /** Verse: sections 4 to 16 LU below it; null when there are hardly any. */
  quiet: MatchPart | null;
  /** Which part each second belongs to. */
  sections: SectionKind[];
  /** True peak above the loudest three seconds: small when a limiter has worked. */
  peakToShortTermDb: number;
}

export type SectionKind = 'loud' | 'quiet' | 'neither';

export interface ListenOptions {
  signal?: AbortSignal | undefined;
  /** Listens behind this chain, its delay taken out. */
  chain?: MasterRecipe;
  /** Parts the song as it was parted before its chain, so that the same seconds are compared. */
  sections?: readonly SectionKind[];
  /** What errors call it. */
  label?: string;
}

const sectionSeconds = 1;
const gateLu = 10;
const loudLu = 4;
const quietLu = 16;
/** A part of fewer sections says little of a song. */
const leastShare = 0.2;
const powerOf = (db: number): number => 10 ** (db / 10);

/**
 * Reads a mono or stereo file once, second by second. Like is compared with like this way: quiet intros and fades of one song
 * are not held against the chorus of another. Throws MediaError: `empty` for silence and for
 * less than five seconds, `too_many_channels`.
 */
export async function listenForMatch(path: string, options: ListenOptions = {}): Promise<MatchProfile> {
  const { signal, chain, label = 'This file' } = options;
  const dsp = await loadDspFromDisk();
  const source = await openSource(path, { blockSeconds: sectionSeconds, signal });
  try {
    const { sampleRate, channels } = source.info;
    if (channels > 2) {
      throw new MediaError('too_many_channels', `${label} has ${channels} channels; mono or stereo is needed.`);
    }
    const loudness = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    const spectrum = new SpectrumMeter(dsp, { channels: 2, sampleRate });
    const engine = chain ? new MasterEngine(dsp, { settings: masterSettingsOf(chain), sampleRate }) : null;
    const heard: Section[] = [];
    let frames = 0;
    for await (const stereo of engine ? behind(engine, source) : stereoOf(source)) {
      throwIfAborted(signal);
      frames += stereo[0].length;
      loudness.push(stereo);
      spectrum.push(stereo);
      const bands = thirdOctaves(spectrum.take()).map(({ hz, midDb, sideDb }) => ({
        hz,
        mid: powerOf(midDb),
        side: powerOf(sideDb),
      }));
      heard.push({ lufs: loudness.current().momentaryLufs, bands });
    }
    const { integratedLufs, truePeakDbtp, maxShortTermLufs } = loudness.result();
    if (frames < leastReferenceSeconds * sampleRate) {
      throw new MediaError(
        'empty',
        `${label} is too short to be matched; ${leastReferenceSeconds} seconds are needed.`,
      );
    }
    if (!Number.isFinite(integratedLufs)) throw new MediaError('empty', `${label} is silent; nothing can be matched.`);
    const counting = heard.filter(({ lufs }) => lufs >= integratedLufs - gateLu);
    const kinds = heard.map(({ lufs }, at) => options.sections?.[at] ?? kindOf(lufs - integratedLufs));
    const partOf = (kind: SectionKind) => meanPart(heard.filter((_, at) => kinds[at] === kind));
    const [loud, quiet] = [partOf('loud'), partOf('quiet')];
    const count = loud.share + quiet.share;
    return {
      integratedLufs,
      truePeakDbtp,
      bands: meanOf((counting.length > 0 ? counting : heard).map(({ bands }) => bands)),
      loud: { ...loud, share: loud.share / count },
      quiet: quiet.share / count >= leastShare ? { ...quiet, share: quiet.share / count } : null,
      sections: kinds,
      peakToShortTermDb: truePeakDbtp - (Number.isFinite(maxShortTermLufs) ? maxShortTermLufs : integratedLufs),
    };
  } finally {
    await source.close();
  }
}

type Stereo = [Float32Array, Float32Array];

/** Section by section. What is given is written over by the next. */
async function* stereoOf(source: AudioSource): AsyncGenerator<Stereo> {
  for (let block = await source.read(); block; block = await source.read(block)) {
    yield [block[0]!, block[1] ?? block[0]!.slice()];
  }
}

/** The same sections as they leave the chain: a section later or more, and as many frames. */
async function* behind(engine: MasterEngine, source: AudioSource): AsyncGenerator<Stereo> {
  const sectionFrames = Math.round(source.info.sampleRate * sectionSeconds);
  const empty = (): Stereo => [new Float32Array(sectionFrames), new Float32Array(sectionFrames)];
  let [toSkip, filled, section] = [engine.latencyFrames, 0, empty()];
  async function* all(): AsyncGenerator<Stereo> {
    yield* stereoOf(source);
    for (let left = engine.latencyFrames; left > 0; left -= sectionFrames) {
      const frames = Math.min(left, sectionFrames);
      yield [new Float32Array(frames), new Float32Array(frames)];
    }
  }
  for await (const stereo of all()) {
    engine.process(stereo, stereo[0], stereo[1]);
    let at = Math.min(toSkip, stereo[0].length);
    toSkip -= at;
    while (at < stereo[0].length) {
      const taken = Math.min(stereo[0].length - at, sectionFrames - filled);
      for (const side of [0, 1] as const) section[side].set(stereo[side].subarray(at, at + taken), filled);
      [at, filled] = [at + taken, filled + taken];
      if (filled < sectionFrames) continue;
      yield section;
      [section, filled] = [empty(), 0];
    }
  }
  if (filled > 0) yield [section[0].subarray(0, filled), section[1].subarray(0, filled)];
}

type Section = { lufs: number; bands: BandPower[] };

const kindOf = (aboveWholeLu: number): SectionKind =>
  aboveWholeLu >= -loudLu ? 'loud' : aboveWholeLu >= -quietLu ? 'quiet' : 'neither';

/** Its share is a number of sections still. */
function meanPart(sections: readonly Section[]): MatchPart {
  const power = sections.reduce((sum, { lufs }) => sum + powerOf(lufs), 0) / sections.length;
  return {
    share: sections.length,
    lufs: 10 * Math.log10(power),
    bands: meanOf(sections.map(({ bands }) => bands)),
  };
}

function meanOf(sections: readonly BandPower[][]): BandPower[] {
  const mean = (sections[0] ?? []).map(({ hz }) => ({ hz, mid: 0, side: 0 }));
  for (const bands of sections) {
    bands.forEach(({ mid, side }, band) => {
      mean[band]!.mid += mid / sections.length;
      mean[band]!.side += side / sections.length;
    });
  }
  return mean;
}
