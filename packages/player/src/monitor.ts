/**
 * What is sent to the two loudspeakers, of left and right: what engineers listen through to find what a stereo picture hides.
 * `side` is half the difference on both, `mono` half the sum; `inverted` turns the right channel's polarity over.
 */
export const monitorModes = ['stereo', 'mono', 'side', 'left', 'right', 'swapped', 'inverted'] as const;
export type MonitorMode = (typeof monitorModes)[number];

/** Rows are loudspeakers, columns are channels: [left to left, right to left, left to right, right to right]. */
export type MonitorMatrix = readonly [number, number, number, number];

const matrices: Record<MonitorMode, MonitorMatrix> = {
  stereo: [1, 0, 0, 1],
  mono: [0.5, 0.5, 0.5, 0.5],
  side: [0.5, -0.5, 0.5, -0.5],
  left: [1, 0, 1, 0],
  right: [0, 1, 0, 1],
  swapped: [0, 1, 1, 0],
  inverted: [1, 0, 0, -1],
};

export const dimDb = -20;

/** Pure. */
export function monitorMatrix(mode: MonitorMode, dim: boolean): MonitorMatrix {
  const factor = dim ? 10 ** (dimDb / 20) : 1;
  const [ll, rl, lr, rr] = matrices[mode];
  return [ll * factor, rl * factor, lr * factor, rr * factor];
}

/** Long enough not to click, short enough to be heard as a switch. */
const moveSeconds = 0.008;

/** The last thing before the output: changes no sample while it is stereo and not dimmed, and moves without a click. */
export class Monitor {
  /** Everything that is to be heard goes here; mono is both channels. */
  readonly input: AudioNode;
  readonly #context: BaseAudioContext;
  readonly #gains: GainNode[];

  constructor(context: BaseAudioContext, destination: AudioNode, matrix: MonitorMatrix) {
    this.#context = context;
    const input = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
    input.connect(splitter);
    merger.connect(destination);
    this.input = input;
    this.#gains = matrix.map((gain, at) => {
      const node = new GainNode(context, { gain });
      splitter.connect(node, at % 2);
      node.connect(merger, 0, at < 2 ? 0 : 1);
      return node;
    });
  }

  set(matrix: MonitorMatrix): void {
    const now = this.#context.currentTime;
    for (const [at, { gain }] of this.#gains.entries()) {
      gain.cancelScheduledValues(now);
      gain.setValueAtTime(gain.value, now);
      gain.linearRampToValueAtTime(matrix[at]!, now + moveSeconds);
    }
  }
}
