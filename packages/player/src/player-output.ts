import { Monitor, type MonitorMatrix } from './monitor.ts';

/** The context that keeps the time, and the node of it that all sound goes to. */
export type AudioOutput = { context: AudioContext; node: AudioNode };

/** The device's own output, at the device's rate. */
export const openDevice = (): AudioOutput => {
  const context = new AudioContext({ latencyHint: 'interactive' });
  return { context, node: context.destination };
};

/** From "now" to the first sample of a new voice: more than a device's buffer and a moment of the page, less than anyone notices. */
export const leadSeconds = 0.04;
const blockedAfterMs = 600;

/** An output and its clock, in integer frames of the context. */
export class PlayerOutput {
  readonly context: AudioContext;
  /** Where all sound goes, and what of it is heard. */
  readonly monitor: Monitor;

  constructor({ context, node }: AudioOutput, matrix: MonitorMatrix) {
    this.context = context;
    this.monitor = new Monitor(context, node, matrix);
  }

  get rate(): number {
    return this.context.sampleRate;
  }

  /** The frame that is rendered next. */
  frameNow(): number {
    return Math.ceil(this.context.currentTime * this.rate);
  }

  /** The frame that is heard this moment: the clock less what is still on its way to the loudspeaker. */
  frameHeard(): number {
    const { currentTime, outputLatency } = this.context;
    return Math.round((currentTime - (outputLatency || 0)) * this.rate);
  }

  /** The frame in which something that is begun now can sound. */
  leadFrame(leads = 1): number {
    return this.frameNow() + Math.round(leads * leadSeconds * this.rate);
  }

  /** Lets the clock run. False where the browser refuses to, which it does until there is a gesture. */
  async run(): Promise<boolean> {
    if (this.context.state === 'running') return true;
    const refused = new Promise<void>((resolve) => {
      setTimeout(resolve, blockedAfterMs);
    });
    // A refusal is seen in the state below; some browsers reject, others never answer.
    await Promise.race([this.context.resume().catch(() => undefined), refused]);
    return (this.context.state as AudioContextState) === 'running';
  }

  async close(): Promise<void> {
    // Closing a context that is closed already is the only way this fails.
    await this.context.close().catch(() => undefined);
  }
}
