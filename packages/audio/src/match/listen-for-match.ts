import { LoudnessMeter, ProcessorEngine, SpectrumMeter, type ToneCurveSettings, thirdOctaves } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { MediaError, throwIfAborted } from '../media-error.ts';
import { openSource } from '../open-source.ts';

/** Mean power of one band of a third of an octave; half the sum and half the difference of the channels. */
export interface BandPower {
  hz: number;
  mid: number;
  side: number;
}

/** What a match needs to know of a song: where it is loud, and what it sounds like there. */
export interface MatchProfile {
  integratedLufs: number;
  truePeakDbtp: number;
  /** Of the parts that count for its loudness: those at most 10 LU below the whole (the gate of BS.1770-5). */
  bands: BandPower[];
  /** True peak above the loudest three seconds: small when a limiter has worked. */
  peakToShortTermDb: number;
}

export interface ListenOptions {
  signal?: AbortSignal | undefined;
  /** Listens behind this curve. Its delay moves the sections a little, which a mean does not mind. */
  toneCurve?: ToneCurveSettings;
}

const sectionSeconds = 1;
const gateLu = 10;
const powerOf = (db: number): number => 10 ** (db / 10);

/**
 * Reads a mono or stereo file once, second by second. Like is compared with like this way: quiet intros and fades of one song
 * are not held against the chorus of another. Throws MediaError: `empty` for silence, `too_many_channels`.
 */
export async function listenForMatch(path: string, options: ListenOptions = {}): Promise<MatchProfile> {
  const { signal, toneCurve } = options;
  const dsp = await loadDspFromDisk();
  const source = await openSource(path, { blockSeconds: sectionSeconds, signal });
  try {
    const { sampleRate, channels } = source.info;
    if (channels > 2) {
      throw new MediaError('too_many_channels', `Mono or stereo is needed; this file has ${channels} channels.`);
    }
    const loudness = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    const spectrum = new SpectrumMeter(dsp, { channels: 2, sampleRate });
    const engine = toneCurve
      ? new ProcessorEngine(dsp, { processor: { kind: 'toneCurve', settings: toneCurve }, sampleRate })
      : null;
    const sections: { lufs: number; bands: BandPower[] }[] = [];
    for (let block = await source.read(); block; block = await source.read(block)) {
      throwIfAborted(signal);
      const stereo: [Float32Array, Float32Array] = [block[0]!, block[1] ?? block[0]!.slice()];
      engine?.process(stereo, stereo[0], stereo[1]);
      loudness.push(stereo);
      spectrum.push(stereo);
      const bands = thirdOctaves(spectrum.take()).map(({ hz, midDb, sideDb }) => ({
        hz,
        mid: powerOf(midDb),
        side: powerOf(sideDb),
      }));
      sections.push({ lufs: loudness.current().momentaryLufs, bands });
    }
    const { integratedLufs, truePeakDbtp, maxShortTermLufs } = loudness.result();
    if (!Number.isFinite(integratedLufs)) throw new MediaError('empty', 'This file is silent; nothing can be matched.');
    const counting = sections.filter(({ lufs }) => lufs >= integratedLufs - gateLu);
    return {
      integratedLufs,
      truePeakDbtp,
      bands: meanOf((counting.length > 0 ? counting : sections).map(({ bands }) => bands)),
      peakToShortTermDb: truePeakDbtp - (Number.isFinite(maxShortTermLufs) ? maxShortTermLufs : integratedLufs),
    };
  } finally {
    await source.close();
  }
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
