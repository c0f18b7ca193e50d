import { type Dsp, MixEngine, type StripInput } from '@sweetspot/dsp';
import { commonRate, type MasterStem, stemSumSettings } from '@sweetspot/protocol/recipes';
import { MediaError } from './media-error.ts';
import { closeAll, openSources } from './open-source.ts';
import type { AudioSource } from './source.ts';
import { StemFeed } from './stem-feed.ts';
import type { StereoSource } from './stereo-source.ts';

type Options = { blockSeconds: number; signal: AbortSignal | undefined };

/**
 * The stems of a stem master as one stereo source: each through its own processing, summed, at the rate that most of them
 * have, as long as the longest. Latency is taken out. Untouched stems give their plain sum. `paths` go by stem id. Throws MediaError
 * naming the stem.
 */
export async function openStemSum(
  dsp: Dsp,
  { stems, paths }: { stems: readonly MasterStem[]; paths: Record<string, string> },
  { blockSeconds, signal }: Options,
): Promise<StereoSource> {
  const files = stems.map(({ id, name }) => {
    const path = paths[id];
    if (path !== undefined) return path;
    throw new MediaError('mismatched_inputs', `The recipe asks for the stem “${name}”, which is not there.`);
  });
  const names = stems.map(({ name }) => name);
  const sources = await openSources(files, { blockSeconds, signal, names });
  try {
    return sumOf(dsp, stems, sources, blockSeconds);
  } catch (error) {
    await closeAll(sources);
    throw error;
  }
}

function sumOf(
  dsp: Dsp,
  stems: readonly MasterStem[],
  sources: readonly AudioSource[],
  blockSeconds: number,
): StereoSource {
  const sampleRate = commonRate(sources.map(({ info }) => info.sampleRate));
  const feeds = sources.map((source, at) => new StemFeed(dsp, source, stems[at]!.name, sampleRate));
  const stripChannels = feeds.map(({ channels }) => channels);
  const engine = new MixEngine(dsp, { settings: stemSumSettings(stems), sampleRate, stripChannels });
  const blockFrames = Math.round(sampleRate * blockSeconds);
  const lengths = sources.map(({ info }) => ((info.frames ?? info.framesHint ?? 0) * sampleRate) / info.sampleRate);
  let toSkip = engine.latencyFrames;
  let heardFrames = 0;
  let givenFrames = 0;

  /** The next block behind the strips; null when all that went in has come out. */
  const read: StereoSource['read'] = async () => {
    for (;;) {
      const taken = await Promise.all(feeds.map((feed) => feed.take(blockFrames)));
      heardFrames += Math.max(0, ...taken.map((one) => one?.frames ?? 0));
      if (taken.every((one) => one === null) && givenFrames >= heardFrames) return null;
      const inputs = taken.map((one): StripInput => one?.block ?? null);
      const [left, right] = [new Float32Array(blockFrames), new Float32Array(blockFrames)];
      engine.process(inputs, left, right);
      const from = Math.min(toSkip, blockFrames);
      toSkip -= from;
      const to = Math.min(blockFrames, from + heardFrames - givenFrames);
      givenFrames += to - from;
      if (to > from) return [left.subarray(from, to), right.subarray(from, to)];
    }
  };
  return {
    sampleRate,
    expectedFrames: Math.round(Math.max(...lengths)) || null,
    read,
    close: () => closeAll(sources),
  };
}
