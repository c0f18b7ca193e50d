import { ComparePlayer, type PlayerSnapshot, type PlayerVersion } from '@sweetspot/player';

type Block = { atFrame: number; planes: Float32Array[] };

/** The machine was too busy to render every frame of the recorder, which says nothing of the player. */
export class MissedFramesError extends Error {
  constructor(beforeFrame: number) {
    super(`The recorder missed frames before ${beforeFrame}.`);
    this.name = 'MissedFramesError';
  }
}

/** In a page: the player on a real audio context, and every frame that leaves its graph. */
export class RecordedPlayer {
  readonly player: ComparePlayer;
  readonly context: AudioContext;
  readonly #blocks: Block[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(context: AudioContext, recorder: AudioWorkletNode) {
    this.context = context;
    this.player = new ComparePlayer({ openOutput: () => ({ context, node: recorder }) });
    this.player.setLoudnessMatch(false);
    this.player.subscribe(() => this.#look());
    recorder.port.addEventListener('message', ({ data }: MessageEvent<Block>) => {
      this.#blocks.push(data);
      this.#look();
    });
    recorder.port.start();
    recorder.connect(context.destination);
  }

  /** `context` has the recorder's module. */
  static open(context: AudioContext, versions: PlayerVersion[]): RecordedPlayer {
    const recorder = new AudioWorkletNode(context, 'recorder', { channelCount: 2, channelCountMode: 'explicit' });
    const recorded = new RecordedPlayer(context, recorder);
    recorded.player.setVersions(versions);
    recorded.player.select(versions[0]!.id);
    return recorded;
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }

  async #until(holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Resolves when the player says so. */
  reaches(holds: (snapshot: PlayerSnapshot) => boolean): Promise<void> {
    return this.#until(() => holds(this.player.getSnapshot()));
  }

  /** Resolves when this much more has been recorded than has been rendered now. */
  async records(seconds: number): Promise<void> {
    const until = (this.context.currentTime + seconds) * this.context.sampleRate;
    await this.#until(() => {
      const last = this.#blocks.at(-1);
      return last !== undefined && last.atFrame + last.planes[0]!.length >= until;
    });
  }

  /** Seeks, plays this long, and stops recording when that is in. */
  async playFrom(sample: number, seconds: number): Promise<void> {
    this.player.seek(sample);
    await this.player.play();
    await this.reaches(({ state }) => state === 'playing');
    await this.records(seconds);
  }

  /** Plays a moment from each sample, so that all they need is there, and forgets what was recorded of it. */
  async loadFrom(samples: readonly number[]): Promise<void> {
    for (const sample of samples) await this.playFrom(sample, 0);
    this.player.pause();
    await this.records(0.1);
    this.#blocks.length = 0;
  }

  /** All that was recorded, from `firstFrame` of the context on. Throws when a block is missing. */
  recording(): { firstFrame: number; planes: Float32Array[] } {
    const firstFrame = this.#blocks[0]!.atFrame;
    const frames = this.#blocks.reduce((sum, { planes }) => sum + planes[0]!.length, 0);
    const planes = [0, 1].map(() => new Float32Array(frames));
    let at = 0;
    for (const block of this.#blocks) {
      if (block.atFrame !== firstFrame + at) throw new MissedFramesError(block.atFrame);
      block.planes.forEach((plane, channel) => void planes[channel]!.set(plane, at));
      at += block.planes[0]!.length;
    }
    return { firstFrame, planes };
  }

  /** The sample that the player says leaves the graph in the context frame `frame`, both of one moment. */
  clock(): { frame: number; sample: number } {
    for (;;) {
      const { currentTime, outputLatency, sampleRate } = this.context;
      const sample = this.player.positionSamples();
      if (this.context.currentTime === currentTime && this.context.outputLatency === outputLatency)
        return { frame: Math.round((currentTime - (outputLatency || 0)) * sampleRate), sample };
    }
  }
}
