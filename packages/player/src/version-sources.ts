import { BufferCache } from './buffer-cache.ts';
import { PieceSource } from './piece-source.ts';
import type { PlayerVersion } from './player-version.ts';
import { piecesAhead, type Run } from './timeline.ts';

/** Sound begins when this much of it is there, so that it does not stop again at a join that is about to come. */
const startWithSeconds = 0.5;
const loadAheadSeconds = 12;
const loadAheadOthersSeconds = 3;
/** Versions besides the heard one that are kept loaded around the playhead, for switching without a wait. */
const armedOthers = 4;

export type Wanted = { source: PieceSource; piece: number };

/** The versions as pieces in one cache: which of them are there, and which are to be loaded next. */
export class VersionSources {
  readonly #cache: BufferCache;
  readonly #mediaBase: string;
  readonly #sources = new Map<string, PieceSource>();

  constructor(mediaBase: string, maxBytes: number) {
    this.#mediaBase = mediaBase;
    this.#cache = new BufferCache(maxBytes);
  }

  of(version: PlayerVersion, contextRate: number): PieceSource {
    const known = this.#sources.get(version.id);
    if (known && known.contextRate === contextRate && known.version.fileId === version.fileId) return known;
    const source = new PieceSource(version, contextRate, this.#cache, this.#mediaBase);
    this.#sources.set(version.id, source);
    return source;
  }

  keepOnly(versions: ReadonlyMap<string, PlayerVersion>): void {
    for (const id of this.#sources.keys()) if (!versions.has(id)) this.#sources.delete(id);
  }

  /** What a run has to wait for before it can sound. */
  missingToStart(source: PieceSource, run: Run): number[] {
    const frames = startWithSeconds * source.contextRate;
    return piecesAhead(run, run.atFrame, frames, source.framesPerPiece).filter((piece) => !source.get(piece));
  }

  async load(source: PieceSource, pieces: readonly number[]): Promise<void> {
    await Promise.all(pieces.map((piece) => source.load(piece)));
  }

  /** Gives up what is being loaded, but for these pieces. */
  abandonBut(source: PieceSource, pieces: readonly number[]): void {
    this.#cache.abandonExcept(new Set(pieces.flatMap((piece) => source.keysOf(piece))));
  }

  /** What will sound soon and is not there: of the heard version first, then a little of those it may be compared with. */
  nextToLoad(source: PieceSource, run: Run, now: number, versions: ReadonlyMap<string, PlayerVersion>): Wanted[] {
    const heard = this.#nextOf(source, run, now, loadAheadSeconds);
    if (heard) return [heard];
    const others = [...versions.values()].filter(({ id }) => id !== source.version.id).slice(0, armedOthers);
    return others.flatMap((version) => {
      const other = this.of(version, source.contextRate);
      return this.#nextOf(other, { ...run, length: other.length }, now, loadAheadOthersSeconds) ?? [];
    });
  }

  #nextOf(source: PieceSource, run: Run, now: number, seconds: number): Wanted | null {
    const pieces = piecesAhead(run, now, seconds * source.contextRate, source.framesPerPiece);
    const piece = pieces.find((each) => !source.get(each));
    return piece === undefined ? null : { source, piece };
  }

  clear(): void {
    this.#cache.clear();
  }
}
