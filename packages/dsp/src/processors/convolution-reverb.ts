import type { ParameterWriter } from '../host/parameter-writer.ts';

export type SpaceKind = 'room' | 'chamber' | 'plate' | 'hall';

export type ConvolutionReverbSettings = {
  type: 'convolution';
  kind: SpaceKind;
  /** 0 small … 1 large: spreads the first reflections. */
  size: number;
  /** Time to fall by 60 dB around 500 Hz, 0.05 … 5 s; what is longer than 5 s in all is faded out there. */
  decaySeconds: number;
  /** 0 bright … 1 dark: how much faster high frequencies die. */
  damping: number;
  /** To the first reflection; 256 frames at the least, 250 ms at the most. */
  preDelayMs: number;
  /** 0 mono … 1 wide. */
  width: number;
};

/** Their places are the numbers in assembly/space.ts. */
const spaceKinds: SpaceKind[] = ['room', 'chamber', 'plate', 'hall'];

/** A middle-sized chamber, wet alone. */
export const neutralConvolutionReverb = (): ConvolutionReverbSettings => ({
  type: 'convolution',
  kind: 'chamber',
  size: 0.5,
  decaySeconds: 1.4,
  damping: 0.5,
  preDelayMs: 15,
  width: 1,
});

export const writeConvolutionReverb = (writer: ParameterWriter, settings: ConvolutionReverbSettings): void => {
  writer.number(spaceKinds.indexOf(settings.kind)).number(settings.size).number(settings.decaySeconds);
  writer.number(settings.damping).number(settings.preDelayMs).number(settings.width);
};
