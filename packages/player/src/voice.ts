import { type FadeShape, fadeCurve } from './crossfade.ts';
import type { PieceSource } from './piece-source.ts';
import { startTimes } from './start-times.ts';
import { positionAt, type Run, spanAt } from './timeline.ts';

export type ScheduleResult =
  | { state: 'scheduled' }
  | { state: 'missing'; piece: number }
  | { state: 'late'; fromFrame: number }
  | { state: 'ended' };

/**
 * Frames between what the context's clock shows and the first frame that nodes can still be started in: a buffer of the
 * device, whose quanta are made in one go while the clock stands (Web Audio 1.1 §1.2.4, `baseLatency`), the quantum in the
 * making, and one more for a graph that was locked when it began.
 */
const guardFrames = (context: BaseAudioContext): number =>
  256 + (context instanceof AudioContext ? Math.ceil(context.baseLatency * context.sampleRate) : 0);

/**
 * One version sounding from one point on: its pieces back to back on the context's clock, through a fade and a level.
 * A seek, a switch or a new loop makes another voice and fades this one out, so neither ever clicks.
 */
export class Voice {
  readonly source: PieceSource;
  readonly run: Run;
  readonly #context: BaseAudioContext;
  // Two fades in series: curves on one parameter may not overlap, and a voice may have to go before it is fully in.
  readonly #fadeIn: GainNode;
  readonly #fadeOut: GainNode;
  readonly #level: GainNode;
  readonly #nodes = new Set<AudioBufferSourceNode>();
  #scheduledUntil: number;
  #leaving = false;

  constructor(
    context: BaseAudioContext,
    source: PieceSource,
    run: Run,
    options: { levelFactor: number; fadeSeconds: number; shape: FadeShape },
  ) {
    this.#context = context;
    this.source = source;
    this.run = run;
    this.#scheduledUntil = run.atFrame;
    this.#fadeIn = new GainNode(context, { gain: 0 });
    this.#fadeOut = new GainNode(context, { gain: 1 });
    this.#level = new GainNode(context, { gain: options.levelFactor });
    this.#fadeIn.connect(this.#fadeOut).connect(this.#level);
    this.#fadeIn.gain.setValueCurveAtTime(
      fadeCurve(options.shape, 'in'),
      run.atFrame / context.sampleRate,
      options.fadeSeconds,
    );
  }

  /** Lets it be heard. Before, it can be given up without a trace: the first of a voice that is too late may be sounding. */
  connect(destination: AudioNode): void {
    this.#level.connect(destination);
  }

  /** Context frame up to which sound is scheduled without a gap. */
  get scheduledUntil(): number {
    return this.#scheduledUntil;
  }

  positionAt(contextFrame: number): number {
    return positionAt(this.run, contextFrame);
  }

  /**
   * Schedules what starts before `untilFrame`, as far as pieces are ready. `late` when the clock has passed the frame of a
   * piece before all was scheduled: what sounds from here on may not be at its place, and the voice must be replaced.
   */
  schedule(untilFrame: number): ScheduleResult {
    const fromFrame = this.#scheduledUntil;
    while (this.#scheduledUntil < untilFrame) {
      const span = spanAt(this.run, this.#scheduledUntil, this.source.framesPerPiece);
      if (!span) return this.#scheduledSince(fromFrame, { state: 'ended' });
      const buffer = this.source.get(span.piece);
      if (!buffer) return this.#scheduledSince(fromFrame, { state: 'missing', piece: span.piece });
      const rate = this.#context.sampleRate;
      const node = new AudioBufferSourceNode(this.#context, { buffer });
      node.connect(this.#fadeIn);
      node.addEventListener('ended', () => this.#release(node), { once: true });
      node.start(...startTimes(span, rate));
      this.#nodes.add(node);
      this.#scheduledUntil += span.frames;
    }
    return this.#scheduledSince(fromFrame, { state: 'scheduled' });
  }

  #scheduledSince(fromFrame: number, result: ScheduleResult): ScheduleResult {
    const late = fromFrame < this.#context.currentTime * this.#context.sampleRate + guardFrames(this.#context);
    return late && this.#scheduledUntil > fromFrame ? { state: 'late', fromFrame } : result;
  }

  /** Level in linear terms, reached within a few milliseconds without a click. */
  setLevel(factor: number): void {
    this.#level.gain.setTargetAtTime(factor, this.#context.currentTime, 0.008);
  }

  /** Fades out from a context frame on and ends there. */
  fadeOut(atFrame: number, fadeSeconds: number, shape: FadeShape): void {
    const at = Math.max(atFrame / this.#context.sampleRate, this.#context.currentTime);
    this.#fadeOut.gain.setValueCurveAtTime(fadeCurve(shape, 'out'), at, fadeSeconds);
    this.#leaving = true;
    for (const node of this.#nodes) node.stop(at + fadeSeconds);
  }

  dispose(): void {
    for (const node of [...this.#nodes]) {
      node.stop();
      this.#release(node);
    }
    this.#disconnect();
  }

  #release(node: AudioBufferSourceNode): void {
    node.disconnect();
    this.#nodes.delete(node);
    if (this.#leaving && this.#nodes.size === 0) this.#disconnect();
  }

  #disconnect(): void {
    this.#fadeIn.disconnect();
    this.#fadeOut.disconnect();
    this.#level.disconnect();
  }
}
