import type { FadeShape } from './crossfade.ts';
import { factorOf, type GainMatch, matchGains } from './gain-match.ts';
import { PlaybackError } from './load-segment.ts';
import { type MonitorMatrix, type MonitorMode, monitorMatrix } from './monitor.ts';
import type { PieceSource } from './piece-source.ts';
import { type AudioOutput, leadSeconds, openDevice, PlayerOutput } from './player-output.ts';
import { type PlayerSnapshot, type PlayerState, restingSnapshot } from './player-snapshot.ts';
import type { PlayerVersion } from './player-version.ts';
import { Scope } from './scope.ts';
import { Store } from './store.ts';
import { type Loop, type Run, shortestLoopSeconds } from './timeline.ts';
import { VersionSources } from './version-sources.ts';
import { Voice } from './voice.ts';

/** How loud each version plays, in place of the loudness match: as a service would play it, say. */
export type Levels = { name: string; gainDbOf: (version: PlayerVersion) => number };

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

const tickMs = 40;
/** Sound is scheduled this far ahead, so that timers of a hidden tab (once a second) come in time. */
const scheduleAheadSeconds = 2.5;
/** A voice is planned at most this many leads ahead, about 0.8 s: longer than any device's buffer. */
const mostLeads = 16;
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
  readonly #fadeSeconds: number;
  readonly #sources: VersionSources;
  readonly #openOutput: () => AudioOutput;
  #output: PlayerOutput | null = null;
  readonly #outputListeners = new Set<(context: AudioContext, node: AudioNode) => void>();
  #versions = new Map<string, PlayerVersion>();
  /** What sounds in place of the selected version. */
  #solo: PlayerVersion | null = null;
  /** What is switched to as soon as it can sound. */
  #pending: PlayerVersion | null = null;
  #voice: Voice | null = null;
  #match: GainMatch = { targetLufs: null, gainDb: {} };
  #levels: Levels | null = null;
  /** Position while nothing sounds. */
  #heldSeconds = 0;
  #loopSeconds: { start: number; end: number } | null = null;
  /** What the listener wants; the state follows when it can. */
  #wantsSound = false;
  /** Counts intentions; an answer to an older one is not acted upon. */
  #intention = 0;
  #snapshotAtMs = 0;

  constructor(options: ComparePlayerOptions = {}) {
    this.#fadeSeconds = options.fadeSeconds ?? 0.008;
    this.#openOutput = options.openOutput ?? openDevice;
    this.#sources = new VersionSources(options.mediaBase ?? '/media', options.maxCacheBytes ?? 96 * 1024 * 1024);
    this.#scope.add(() => this.#sources.clear());
    this.#scope.every(tickMs, () => this.#tick());
  }

  /** The versions that can be chosen. The selected one is kept when it is among them. */
  setVersions(versions: readonly PlayerVersion[]): void {
    this.#versions = new Map(versions.map((version) => [version.id, version]));
    this.#sources.keepOnly(this.#versions);
    this.#match = matchGains(versions);
    const { versionId } = this.getSnapshot();
    if (versionId !== null && !this.#versions.has(versionId)) {
      this.#setSolo(null);
      this.#rest();
    } else if (this.#pending && this.#pending !== this.#solo && !this.#versions.has(this.#pending.id)) {
      this.#stay();
    }
    this.#applyLevel();
  }

  /** Chooses what is heard; while playing, at the same musical position and without a gap. */
  select(versionId: string): void {
    const version = this.#versions.get(versionId);
    if (!version) return;
    if (versionId === this.getSnapshot().versionId) {
      const isElsewhere = this.#pending !== this.#solo && this.#pending?.id !== versionId;
      if (isElsewhere) this.#stay();
      return;
    }
    this.#setSolo(null);
    if (this.#isSilent()) this.#showVersion(version);
    this.#goTo(version);
  }

  /**
   * Lets something else sound in place of the selected version, on the same clock and at its own level, a stem of it say.
   * Positions stay those of the version. null, or choosing another version, brings the version back.
   */
  solo(source: PlayerVersion | null): void {
    if (source?.id === this.#solo?.id) return;
    this.#setSolo(source);
    const { versionId, state } = this.getSnapshot();
    if (versionId === null && source)
      this.#store.update({
        sampleRate: source.sampleRate,
        durationFrames: source.frames,
        state: state === 'idle' ? 'paused' : state,
      });
    // What failed is not what is heard now.
    if (state === 'failed') this.#store.update({ state: 'paused', failure: null });
    const heard = this.#heard();
    if (heard) this.#goTo(heard);
    else this.#rest();
  }

  /** Loads what `play()` would need first, so that it sounds at once. Makes no audio context. */
  prepare(): void {
    const version = this.#heard();
    if (!version) return;
    const source = this.#sources.of(version, this.#output?.rate ?? version.sampleRate);
    const missing = this.#sources.missingToStart(
      source,
      this.#runOf(source, 0, this.#heldSeconds * source.contextRate),
    );
    // A failure here is told when the listener presses play, and only then.
    this.#sources.load(source, missing).catch(() => undefined);
  }

  async play(): Promise<void> {
    const version = this.#heard();
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
    if (this.#voice && this.#output) {
      const atFrame = this.#output.leadFrame();
      this.#heldSeconds = this.#voice.positionAt(atFrame) / this.#output.rate;
      this.#dropVoice(atFrame, 'equal-power');
    }
    this.#setPending(null);
    if (state !== 'idle' && state !== 'failed') this.#store.update({ state: 'paused' });
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
    const { sampleRate, durationFrames } = this.getSnapshot();
    this.#heldSeconds = Math.max(0, Math.min(durationFrames, Math.round(sample))) / sampleRate;
    if (this.#pending && this.#pending !== this.#solo) this.#showVersion(this.#pending);
    this.#setPending(null);
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
    this.#levels = null;
    this.#store.update({ loudnessMatch: enabled, levels: null });
    this.#applyLevel();
  }

  /** Plays the versions at other levels than the loudness match has, until that is turned on or off. */
  setLevels(levels: Levels): void {
    this.#levels = levels;
    this.#store.update({ loudnessMatch: false, levels: levels.name });
    this.#applyLevel();
  }

  /** Chooses what the loudspeakers get of left and right. */
  setMonitor(monitor: MonitorMode): void {
    this.#store.update({ monitor });
    this.#output?.monitor.set(this.#monitorMatrix());
  }

  /** Everything quieter, to talk over it. */
  setDim(dim: boolean): void {
    this.#store.update({ dim });
    this.#output?.monitor.set(this.#monitorMatrix());
  }

  /**
   * Calls back with the context and the node through which all sound goes before the monitor, once there is one: at the
   * first `play()`. Answers how to take the wish back.
   */
  onOutput(listener: (context: AudioContext, node: AudioNode) => void): () => void {
    if (this.#output) listener(this.#output.context, this.#output.monitor.input);
    else this.#outputListeners.add(listener);
    return () => this.#outputListeners.delete(listener);
  }

  /** Gain that the loudness match gives a version, in dB, whether it is on or not. */
  matchGainDb(versionId: string): number {
    return this.#match.gainDb[versionId] ?? 0;
  }

  /** What is heard this moment, in samples of the selected version. */
  positionSamples(): number {
    return Math.round(this.positionSeconds() * this.getSnapshot().sampleRate);
  }

  /** What is heard this moment. */
  positionSeconds(): number {
    if (!this.#voice || !this.#output) return this.#heldSeconds;
    return this.#voice.positionAt(this.#output.frameHeard()) / this.#output.rate;
  }

  dispose(): void {
    this.#wantsSound = false;
    this.#intention += 1;
    this.#voice?.dispose();
    this.#voice = null;
    this.#scope.dispose();
  }

  #monitorMatrix(): MonitorMatrix {
    const { monitor, dim } = this.getSnapshot();
    return monitorMatrix(monitor, dim);
  }

  #heard(): PlayerVersion | undefined {
    const { versionId } = this.getSnapshot();
    return this.#solo ?? (versionId === null ? undefined : this.#versions.get(versionId));
  }

  #isSilent(): boolean {
    return this.#voice === null || silentStates.has(this.getSnapshot().state);
  }

  #setSolo(source: PlayerVersion | null): void {
    this.#solo = source;
    this.#store.update({ soloId: source?.id ?? null });
    this.#applyLevel();
  }

  #setPending(target: PlayerVersion | null): void {
    this.#pending = target;
    this.#store.update({ pendingVersionId: target?.id ?? null });
  }

  /** Gives up what is waited for: what is chosen goes on, or comes back where something else sounds still. */
  #stay(): void {
    this.#setPending(null);
    const heard = this.#heard();
    if (heard && this.#voice && this.#voice.source.version.id !== heard.id) this.#goTo(heard);
  }

  /** Nothing is left to be heard. */
  #rest(): void {
    this.pause();
    this.#store.update({ versionId: null, state: 'idle', durationFrames: 0 });
  }

  /** Lets it sound where the other one is: at once where nothing sounds, else as soon as it is there. */
  #goTo(target: PlayerVersion): void {
    if (!this.#isSilent()) {
      this.#setPending(target);
      void this.#switchWhenReady(target);
    } else if (this.#wantsSound) void this.#start();
    else this.prepare();
  }

  #open(): PlayerOutput {
    if (this.#output) return this.#output;
    const output = new PlayerOutput(this.#openOutput(), this.#monitorMatrix());
    this.#output = output;
    this.#scope.listen(output.context, 'statechange', () => this.#onContextState(output.context));
    this.#scope.add(() => void output.close());
    for (const listener of this.#outputListeners) listener(output.context, output.monitor.input);
    this.#outputListeners.clear();
    return output;
  }

  #onContextState(context: AudioContext): void {
    if (!this.#wantsSound) return;
    if (context.state !== 'running') this.#store.update({ state: 'blocked' });
    else if (this.#voice) this.#store.update({ state: 'playing' });
    else void this.#start();
  }

  /** Makes the selected version sound from `fromSeconds`, as soon as the first of it is there and the device allows it. */
  async #start(shape: FadeShape = 'equal-power', fromSeconds = this.#heldSeconds): Promise<void> {
    const intention = ++this.#intention;
    const version = this.#heard();
    if (!version) return;
    const output = this.#open();
    const source = this.#sources.of(version, output.rate);
    const run = this.#runOf(source, 0, fromSeconds * output.rate);
    this.#heldSeconds = fromSeconds;
    const missing = this.#sources.missingToStart(source, run);
    if (missing.length > 0) {
      if (this.#voice) {
        this.#dropVoice(output.leadFrame(), 'equal-power');
        this.#store.update({ state: 'buffering' });
      }
      this.#sources.abandonBut(source, missing);
      if (!(await this.#loaded(source, missing, intention))) return;
    }
    const running = await output.run();
    if (!running && this.#wantsSound) this.#store.update({ state: 'blocked' });
    if (!running || intention !== this.#intention) return;
    this.#setPending(null);
    this.#speak(output, source, () => run.position, shape);
  }

  /** True when the pieces are there and still wanted; failures are shown. */
  async #loaded(source: PieceSource, pieces: readonly number[], intention: number): Promise<boolean> {
    try {
      await this.#sources.load(source, pieces);
      return intention === this.#intention;
    } catch (error) {
      if (intention === this.#intention) this.#fail(error);
      return false;
    }
  }

  #runOf(source: PieceSource, atFrame: number, position: number): Run {
    return {
      atFrame,
      position: Math.min(source.length, Math.round(position)),
      loop: this.#loopFrames(source.contextRate),
      length: source.length,
    };
  }

  /**
   * Lets a new voice sound and the old one go, as soon as the device can: where it renders in long bursts, or the page was
   * held up, the first frame is past before all is scheduled, and it is planned anew, twice as far ahead.
   *
   * @param positionAt frame of the source that is to sound in a frame of the context.
   */
  #speak(output: PlayerOutput, source: PieceSource, positionAt: (atFrame: number) => number, shape: FadeShape): void {
    for (let leads = 1; ; leads *= 2) {
      const atFrame = output.leadFrame(leads);
      const voice = new Voice(output.context, source, this.#runOf(source, atFrame, positionAt(atFrame)), {
        levelFactor: factorOf(this.#gainDb(source.version.id)),
        fadeSeconds: this.#fadeSeconds,
        shape,
      });
      if (voice.schedule(atFrame + scheduleAheadSeconds * output.rate).state === 'late' && leads < mostLeads) {
        voice.dispose();
        continue;
      }
      voice.connect(output.monitor.input);
      this.#dropVoice(atFrame, shape);
      this.#voice = voice;
      break;
    }
    this.#store.update({ state: 'playing' });
    this.#showPosition();
  }

  #dropVoice(atFrame: number, shape: FadeShape): void {
    this.#voice?.fadeOut(atFrame, this.#fadeSeconds, shape);
    this.#voice = null;
  }

  async #switchWhenReady(target: PlayerVersion): Promise<void> {
    const output = this.#output;
    if (!output) return;
    const source = this.#sources.of(target, output.rate);
    // The old version goes on meanwhile, so other pieces may be needed when the first have come.
    while (this.#pending === target && this.#voice) {
      const leaving = this.#voice;
      const atFrame = output.leadFrame();
      const missing = this.#sources.missingToStart(source, this.#runOf(source, atFrame, leaving.positionAt(atFrame)));
      if (missing.length === 0) {
        if (target !== this.#solo) this.#showVersion(target);
        this.#setPending(null);
        this.#intention += 1;
        this.#speak(output, source, (frame) => leaving.positionAt(frame), 'equal-power');
        return;
      }
      try {
        await this.#sources.load(source, missing);
      } catch (error) {
        if (this.#pending === target) this.#fail(error);
        return;
      }
    }
  }

  #fail(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    const failure =
      error instanceof PlaybackError ? error.message : 'This cannot be played. Reload the page to try again.';
    this.pause();
    this.#store.update({ state: 'failed', failure });
  }

  #tick(): void {
    const output = this.#output;
    const voice = this.#voice;
    if (!output || !voice || !this.#wantsSound || output.context.state !== 'running') return;
    const now = output.frameNow();
    const result = voice.schedule(now + scheduleAheadSeconds * output.rate);
    if (result.state === 'ended' && now >= voice.scheduledUntil) {
      this.#heldSeconds = voice.run.length / output.rate;
      voice.dispose();
      this.#voice = null;
      this.#wantsSound = false;
      this.#store.update({ state: 'paused' });
      this.#showPosition();
      return;
    }
    const missed = result.state === 'missing' && voice.scheduledUntil - now < leadSeconds * 2 * output.rate;
    if (missed || result.state === 'late') {
      const stoppedFrame = result.state === 'late' ? result.fromFrame : voice.scheduledUntil;
      const stoppedAt = voice.positionAt(stoppedFrame) / output.rate;
      this.#dropVoice(stoppedFrame - Math.round(this.#fadeSeconds * output.rate), 'equal-power');
      this.#store.update({ state: 'buffering' });
      void this.#start('equal-power', stoppedAt);
      return;
    }
    for (const { source, piece } of this.#sources.nextToLoad(voice.source, voice.run, now, this.#versions))
      this.#ask(source, piece);
    if (performance.now() - this.#snapshotAtMs > 250) this.#showPosition();
  }

  #ask(source: PieceSource, piece: number): void {
    source.load(piece).catch((error: unknown) => {
      // Only the heard version's failure stops anything; the others are asked for again when they are chosen.
      if (this.#voice?.source === source) this.#fail(error);
    });
  }

  #gainDb(versionId: string): number {
    const version = this.#versions.get(versionId);
    if (!version) return 0;
    if (this.#levels) return this.#levels.gainDbOf(version);
    return this.getSnapshot().loudnessMatch ? this.matchGainDb(versionId) : 0;
  }

  #applyLevel(): void {
    const { versionId } = this.getSnapshot();
    const gainDb = versionId && !this.#solo ? this.#gainDb(versionId) : 0;
    this.#store.update({ gainDb, targetLufs: this.#match.targetLufs });
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
    const output = this.#output;
    const voice = this.#voice;
    // A loop whose end has been passed, as it is when its end is set by ear, begins at its start.
    const ahead = output && voice ? voice.positionAt(output.leadFrame()) / output.rate : this.#heldSeconds;
    if (enabled && this.#loopSeconds && ahead >= this.#loopSeconds.end) {
      this.seek(this.#loopSeconds.start * this.getSnapshot().sampleRate);
    } else if (output && voice) {
      // The same sound goes on, under another plan: an equal-gain fade between the two adds up to it exactly.
      this.#speak(output, voice.source, (frame) => voice.positionAt(frame), 'equal-gain');
    }
  }

  #showVersion(version: PlayerVersion): void {
    const { state } = this.getSnapshot();
    this.#store.update({
      versionId: version.id,
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
