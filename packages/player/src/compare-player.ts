import { BufferCache } from './buffer-cache.ts';
import type { FadeShape } from './crossfade.ts';
import { factorOf, type GainMatch, matchGains } from './gain-match.ts';
import { PlaybackError } from './load-segment.ts';
import { PieceSource } from './piece-source.ts';
import { type PlayerSnapshot, type PlayerState, restingSnapshot } from './player-snapshot.ts';
import type { PlayerVersion } from './player-version.ts';
import { Scope } from './scope.ts';
import { Store } from './store.ts';
import { type Loop, piecesAhead, type Run, shortestLoopSeconds } from './timeline.ts';
import { Voice } from './voice.ts';

export type ComparePlayerOptions = {
  /** where `/files/:fileId/segments/:name` lie */
  mediaBase?: string;
  /** length of every fade, 5 … 10 ms */
  fadeSeconds?: number;
  /** most bytes of decoded sound that are kept */
  maxCacheBytes?: number;
  /** opens what is played through; by default the device's own output, at the device's rate */
  openOutput?: () => AudioOutput;
};

/** The context that keeps the time, and the node of it that all sound goes to. */
export type AudioOutput = { context: AudioContext; node: AudioNode };

const openDevice = (): AudioOutput => {
  const context = new AudioContext({ latencyHint: 'interactive' });
  return { context, node: context.destination };
};

const tickMs = 40;
/** Sound is scheduled this far ahead, so that timers of a hidden tab (once a second) come in time. */
const scheduleAheadSeconds = 2.5;
const loadAheadSeconds = 12;
const loadAheadOthersSeconds = 3;
/** Versions besides the heard one that are kept loaded around the playhead, for switching without a wait. */
const armedOthers = 4;
/** From "now" to the first sample of a new voice: more than a device's buffer and a moment of the page, less than anyone notices. */
const leadSeconds = 0.04;
/** A voice is planned at most this many leads ahead, about 0.8 s: longer than any device's buffer. */
const mostLeads = 16;
const blockedAfterMs = 600;
const silentStates: ReadonlySet<PlayerState> = new Set(['idle', 'paused', 'failed']);

/**
 * Plays one of several versions of a song on one clock and switches between them at the same musical position.
 * Positions given and answered are samples of the version that is selected. Not heard until `play()`; `play()` must
 * come from a user's gesture where the browser demands it, else the state is `blocked` until one does.
 */
export class ComparePlayer {
  readonly #store = new Store<PlayerSnapshot>(restingSnapshot);
  readonly subscribe = this.#store.subscribe;
  readonly getSnapshot = this.#store.getSnapshot;

  readonly #scope = new Scope();
  readonly #mediaBase: string;
  readonly #fadeSeconds: number;
  readonly #cache: BufferCache;
  readonly #openOutput: () => AudioOutput;
  #output: AudioOutput | null = null;
  #versions = new Map<string, PlayerVersion>();
  #sources = new Map<string, PieceSource>();
  #voice: Voice | null = null;
  #match: GainMatch = { targetLufs: null, gainDb: {} };
  /** Position while nothing sounds. */
  #heldSeconds = 0;
  #loopSeconds: { start: number; end: number } | null = null;
  /** What the listener wants; the state follows when it can. */
  #wantsSound = false;
  /** Counts intentions; an answer to an older one is not acted upon. */
  #intention = 0;
  #snapshotAtMs = 0;

  constructor(options: ComparePlayerOptions = {}) {
    this.#mediaBase = options.mediaBase ?? '/media';
    this.#fadeSeconds = options.fadeSeconds ?? 0.008;
    this.#openOutput = options.openOutput ?? openDevice;
    this.#cache = new BufferCache(options.maxCacheBytes ?? 96 * 1024 * 1024);
    this.#scope.add(() => this.#cache.clear());
    this.#scope.every(tickMs, () => this.#tick());
  }

  /** The versions that can be chosen. The selected one is kept when it is among them. */
  setVersions(versions: readonly PlayerVersion[]): void {
    this.#versions = new Map(versions.map((version) => [version.id, version]));
    for (const id of this.#sources.keys()) if (!this.#versions.has(id)) this.#sources.delete(id);
    this.#match = matchGains(versions);
    const { versionId } = this.getSnapshot();
    if (versionId !== null && !this.#versions.has(versionId)) {
      this.pause();
      this.#store.update({ versionId: null, state: 'idle', durationFrames: 0 });
    }
    this.#applyLevel();
  }

  /** Chooses what is heard; while playing, at the same musical position and without a gap. */
  select(versionId: string): void {
    const version = this.#versions.get(versionId);
    if (!version) return;
    const { versionId: current, state } = this.getSnapshot();
    if (versionId === current) {
      this.#store.update({ pendingVersionId: null });
      return;
    }
    if (this.#voice === null || silentStates.has(state)) {
      this.#showVersion(version);
      if (this.#wantsSound) void this.#start();
      else this.prepare();
      return;
    }
    this.#store.update({ pendingVersionId: versionId });
    void this.#switchWhenReady(versionId);
  }

  /** Loads what `play()` would need first, so that it sounds at once. Makes no audio context. */
  prepare(): void {
    const context = this.#context;
    const version = this.#selected();
    if (!version) return;
    const source = this.#sourceOf(version, context?.sampleRate ?? version.sampleRate);
    const piece = Math.floor((this.#heldSeconds * source.contextRate) / source.framesPerPiece);
    if (piece * source.framesPerPiece >= source.length) return;
    // A failure here is told when the listener presses play, and only then.
    source.load(piece).catch(() => undefined);
  }

  async play(): Promise<void> {
    const version = this.#selected();
    if (!version || this.#wantsSound) return;
    if (this.#heldSeconds * version.sampleRate >= version.frames - 1) this.#heldSeconds = 0;
    this.#wantsSound = true;
    this.#store.update({ state: 'loading', failure: null });
    await this.#start();
  }

  pause(): void {
    this.#wantsSound = false;
    this.#intention += 1;
    const { state } = this.getSnapshot();
    if (this.#voice && this.#context) {
      const atFrame = this.#frameNow() + Math.round(leadSeconds * this.#context.sampleRate);
      this.#heldSeconds = this.#voice.positionAt(atFrame) / this.#context.sampleRate;
      this.#dropVoice(atFrame, 'equal-power');
    }
    if (state !== 'idle' && state !== 'failed') this.#store.update({ state: 'paused', pendingVersionId: null });
    this.#showPosition();
  }

  /** After `blocked`: tries again, from a gesture this time. */
  async resume(): Promise<void> {
    if (this.getSnapshot().state !== 'blocked') return;
    this.#wantsSound = true;
    await this.#start();
  }

  async toggle(): Promise<void> {
    if (this.#wantsSound) this.pause();
    else await this.play();
  }

  /** Goes to a sample of the selected version; beyond its ends, to them. */
  seek(sample: number): void {
    const { sampleRate, durationFrames, pendingVersionId } = this.getSnapshot();
    this.#heldSeconds = Math.max(0, Math.min(durationFrames, Math.round(sample))) / sampleRate;
    const pending = pendingVersionId === null ? undefined : this.#versions.get(pendingVersionId);
    if (pending) this.#showVersion(pending);
    this.#showPosition(this.#heldSeconds);
    if (this.#wantsSound) void this.#start('equal-power', this.#heldSeconds);
    else this.prepare();
  }

  seekBy(seconds: number): void {
    this.seek(this.positionSamples() + seconds * this.getSnapshot().sampleRate);
  }

  /** Sets the loop, in samples of the selected version, and turns it on; null takes it away. */
  setLoop(loop: { startSample: number; endSample: number } | null): void {
    const { sampleRate, durationFrames } = this.getSnapshot();
    if (loop === null) {
      this.#loopSeconds = null;
    } else {
      const start = Math.max(0, Math.min(loop.startSample, loop.endSample)) / sampleRate;
      const end = Math.min(durationFrames, Math.max(loop.startSample, loop.endSample)) / sampleRate;
      if (end - start < shortestLoopSeconds) return;
      this.#loopSeconds = { start, end };
    }
    this.#showLoop(this.#loopSeconds !== null);
  }

  setLoopEnabled(enabled: boolean): void {
    if (this.#loopSeconds) this.#showLoop(enabled);
  }

  setLoudnessMatch(enabled: boolean): void {
    this.#store.update({ loudnessMatch: enabled });
    this.#applyLevel();
  }

  /** Gain that the loudness match gives a version, in dB, whether it is on or not. */
  matchGainDb(versionId: string): number {
    return this.#match.gainDb[versionId] ?? 0;
  }

  /** What is heard this moment, in samples of the selected version. */
  positionSamples(): number {
    return Math.round(this.positionSeconds() * this.getSnapshot().sampleRate);
  }

  /** What is heard this moment: the clock less what is still on its way to the loudspeaker. */
  positionSeconds(): number {
    if (!this.#voice || !this.#context) return this.#heldSeconds;
    const { currentTime, outputLatency, sampleRate } = this.#context;
    return this.#voice.positionAt(Math.round((currentTime - (outputLatency || 0)) * sampleRate)) / sampleRate;
  }

  dispose(): void {
    this.#wantsSound = false;
    this.#intention += 1;
    this.#voice?.dispose();
    this.#voice = null;
    this.#scope.dispose();
  }

  #selected(): PlayerVersion | undefined {
    const { versionId } = this.getSnapshot();
    return versionId === null ? undefined : this.#versions.get(versionId);
  }

  #sourceOf(version: PlayerVersion, contextRate: number): PieceSource {
    const known = this.#sources.get(version.id);
    if (known && known.contextRate === contextRate && known.version.fileId === version.fileId) return known;
    const source = new PieceSource(version, contextRate, this.#cache, this.#mediaBase);
    this.#sources.set(version.id, source);
    return source;
  }

  get #context(): AudioContext | null {
    return this.#output?.context ?? null;
  }

  #openContext(): AudioContext {
    if (this.#output) return this.#output.context;
    this.#output = this.#openOutput();
    const { context } = this.#output;
    this.#scope.listen(context, 'statechange', () => this.#onContextState(context));
    // Closing a context that is closed already is the only way this fails.
    this.#scope.add(() => void context.close().catch(() => undefined));
    return context;
  }

  #onContextState(context: AudioContext): void {
    if (!this.#wantsSound) return;
    if (context.state !== 'running') this.#store.update({ state: 'blocked' });
    else if (this.#voice) this.#store.update({ state: 'playing' });
    else void this.#start();
  }

  #frameNow(): number {
    return this.#context ? Math.ceil(this.#context.currentTime * this.#context.sampleRate) : 0;
  }

  /** Makes the selected version sound from `fromSeconds`, as soon as its first piece and the device allow it. */
  async #start(shape: FadeShape = 'equal-power', fromSeconds = this.#heldSeconds): Promise<void> {
    const intention = ++this.#intention;
    const version = this.#selected();
    if (!version) return;
    const context = this.#openContext();
    const source = this.#sourceOf(version, context.sampleRate);
    const position = Math.min(source.length, Math.round(fromSeconds * context.sampleRate));
    const piece = Math.floor(position / source.framesPerPiece);
    this.#heldSeconds = fromSeconds;
    if (position < source.length && !source.get(piece)) {
      if (this.#voice) {
        this.#dropVoice(this.#leadFrame(context), 'equal-power');
        this.#store.update({ state: 'buffering' });
      }
      this.#cache.abandonExcept(new Set(source.keysOf(piece)));
      const loaded = await this.#loaded(source, piece, intention);
      if (!loaded) return;
    }
    if (!(await this.#running(context)) || intention !== this.#intention) return;
    this.#speak(context, source, () => position, shape);
  }

  /** True when the piece is there and still wanted; failures are shown. */
  async #loaded(source: PieceSource, piece: number, intention: number): Promise<boolean> {
    try {
      await source.load(piece);
      return intention === this.#intention;
    } catch (error) {
      if (intention === this.#intention) this.#fail(error);
      return false;
    }
  }

  async #running(context: AudioContext): Promise<boolean> {
    if (context.state === 'running') return true;
    const refused = new Promise<void>((resolve) => {
      setTimeout(resolve, blockedAfterMs);
    });
    // A refusal is seen in the state below; some browsers reject, others never answer.
    await Promise.race([context.resume().catch(() => undefined), refused]);
    if ((context.state as AudioContextState) === 'running') return true;
    if (this.#wantsSound) this.#store.update({ state: 'blocked' });
    return false;
  }

  #leadFrame(context: AudioContext, leads = 1): number {
    return this.#frameNow() + Math.round(leads * leadSeconds * context.sampleRate);
  }

  /**
   * Lets a new voice sound and the old one go, as soon as the device can: where it renders in long bursts, or the page was
   * held up, the first frame is past before all is scheduled, and it is planned anew, twice as far ahead.
   *
   * @param positionAt frame of the source that is to sound in a frame of the context.
   */
  #speak(context: AudioContext, source: PieceSource, positionAt: (atFrame: number) => number, shape: FadeShape): void {
    for (let leads = 1; ; leads *= 2) {
      const atFrame = this.#leadFrame(context, leads);
      const run: Run = {
        atFrame,
        position: Math.min(source.length, positionAt(atFrame)),
        loop: this.#loopFrames(context.sampleRate),
        length: source.length,
      };
      const voice = new Voice(context, this.#output?.node ?? context.destination, source, run, {
        levelFactor: factorOf(this.#gainDb(source.version.id)),
        fadeSeconds: this.#fadeSeconds,
        shape,
      });
      if (voice.schedule(atFrame + scheduleAheadSeconds * context.sampleRate).state === 'late' && leads < mostLeads) {
        voice.dispose();
        continue;
      }
      this.#dropVoice(atFrame, shape);
      this.#voice = voice;
      break;
    }
    this.#store.update({ state: 'playing', pendingVersionId: null });
    this.#showPosition();
  }

  #dropVoice(atFrame: number, shape: FadeShape): void {
    this.#voice?.fadeOut(atFrame, this.#fadeSeconds, shape);
    this.#voice = null;
  }

  async #switchWhenReady(versionId: string): Promise<void> {
    const context = this.#context;
    const version = this.#versions.get(versionId);
    if (!context || !version) return;
    const source = this.#sourceOf(version, context.sampleRate);
    // The old version goes on meanwhile, so the piece that is needed may be another one when the first has come.
    while (this.getSnapshot().pendingVersionId === versionId && this.#voice) {
      const atFrame = this.#leadFrame(context);
      const position = Math.min(source.length, this.#voice.positionAt(atFrame));
      const piece = Math.floor(position / source.framesPerPiece);
      if (position >= source.length || source.get(piece)) {
        this.#showVersion(version);
        this.#intention += 1;
        const leaving = this.#voice;
        this.#speak(context, source, (frame) => leaving.positionAt(frame), 'equal-power');
        return;
      }
      try {
        await source.load(piece);
      } catch (error) {
        if (this.getSnapshot().pendingVersionId === versionId) this.#fail(error);
        return;
      }
    }
  }

  #fail(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    const failure =
      error instanceof PlaybackError ? error.message : 'This cannot be played. Reload the page to try again.';
    this.pause();
    this.#store.update({ state: 'failed', failure, pendingVersionId: null });
  }

  #tick(): void {
    const context = this.#context;
    const voice = this.#voice;
    if (!context || !voice || !this.#wantsSound || context.state !== 'running') return;
    const now = this.#frameNow();
    const result = voice.schedule(now + scheduleAheadSeconds * context.sampleRate);
    if (result.state === 'ended' && now >= voice.scheduledUntil) {
      this.#heldSeconds = voice.run.length / context.sampleRate;
      voice.dispose();
      this.#voice = null;
      this.#wantsSound = false;
      this.#store.update({ state: 'paused' });
      this.#showPosition();
      return;
    }
    const missed = result.state === 'missing' && voice.scheduledUntil - now < leadSeconds * 2 * context.sampleRate;
    if (missed || result.state === 'late') {
      const stoppedFrame = result.state === 'late' ? result.fromFrame : voice.scheduledUntil;
      const stoppedAt = voice.positionAt(stoppedFrame) / context.sampleRate;
      this.#dropVoice(stoppedFrame - Math.round(this.#fadeSeconds * context.sampleRate), 'equal-power');
      this.#store.update({ state: 'buffering' });
      void this.#start('equal-power', stoppedAt);
      return;
    }
    this.#loadAhead(context, voice, now);
    if (performance.now() - this.#snapshotAtMs > 250) this.#showPosition();
  }

  /** Asks for what will sound soon: of the heard version first, then a little of those it may be compared with. */
  #loadAhead(context: AudioContext, voice: Voice, now: number): void {
    const rate = context.sampleRate;
    const ahead = piecesAhead(voice.run, now, loadAheadSeconds * rate, voice.source.framesPerPiece);
    const missing = ahead.find((piece) => !voice.source.get(piece));
    if (missing !== undefined) {
      this.#ask(voice.source, missing);
      return;
    }
    const others = [...this.#versions.values()]
      .filter(({ id }) => id !== voice.source.version.id)
      .slice(0, armedOthers);
    for (const other of others) {
      const source = this.#sourceOf(other, rate);
      const run: Run = { ...voice.run, length: source.length };
      const pieces = piecesAhead(run, now, loadAheadOthersSeconds * rate, source.framesPerPiece);
      const next = pieces.find((piece) => !source.get(piece));
      if (next !== undefined) this.#ask(source, next);
    }
  }

  #ask(source: PieceSource, piece: number): void {
    source.load(piece).catch((error: unknown) => {
      // Only the heard version's failure stops anything; the others are asked for again when they are chosen.
      if (this.#voice?.source === source) this.#fail(error);
    });
  }

  #gainDb(versionId: string): number {
    return this.getSnapshot().loudnessMatch ? this.matchGainDb(versionId) : 0;
  }

  #applyLevel(): void {
    const { versionId } = this.getSnapshot();
    this.#store.update({ gainDb: versionId ? this.#gainDb(versionId) : 0, targetLufs: this.#match.targetLufs });
    if (this.#voice) this.#voice.setLevel(factorOf(this.#gainDb(this.#voice.source.version.id)));
  }

  #loopFrames(rate: number): Loop | null {
    if (!this.#loopSeconds || !this.getSnapshot().loopEnabled) return null;
    return { start: Math.round(this.#loopSeconds.start * rate), end: Math.round(this.#loopSeconds.end * rate) };
  }

  #loopSamples(rate: number): PlayerSnapshot['loop'] {
    if (!this.#loopSeconds) return null;
    return {
      startSample: Math.round(this.#loopSeconds.start * rate),
      endSample: Math.round(this.#loopSeconds.end * rate),
    };
  }

  #showLoop(enabled: boolean): void {
    this.#store.update({ loop: this.#loopSamples(this.getSnapshot().sampleRate), loopEnabled: enabled });
    const context = this.#context;
    const voice = this.#voice;
    // A loop whose end has been passed, as it is when its end is set by ear, begins at its start.
    const atFrame = context ? this.#leadFrame(context) : 0;
    const ahead = context && voice ? voice.positionAt(atFrame) / context.sampleRate : this.#heldSeconds;
    if (enabled && this.#loopSeconds && ahead >= this.#loopSeconds.end) {
      this.seek(this.#loopSeconds.start * this.getSnapshot().sampleRate);
    } else if (context && voice) {
      // The same sound goes on, under another plan: an equal-gain fade between the two adds up to it exactly.
      this.#speak(context, voice.source, (frame) => voice.positionAt(frame), 'equal-gain');
    }
  }

  #showVersion(version: PlayerVersion): void {
    const { state } = this.getSnapshot();
    this.#store.update({
      versionId: version.id,
      pendingVersionId: null,
      sampleRate: version.sampleRate,
      durationFrames: version.frames,
      loop: this.#loopSamples(version.sampleRate),
      state: state === 'idle' || state === 'failed' ? 'paused' : state,
      failure: null,
    });
    this.#heldSeconds = Math.min(this.#heldSeconds, version.frames / version.sampleRate);
    this.#applyLevel();
    this.#showPosition();
  }

  #showPosition(seconds = this.positionSeconds()): void {
    this.#snapshotAtMs = performance.now();
    this.#store.update({ positionSamples: Math.round(seconds * this.getSnapshot().sampleRate) });
  }
}
