/**
 * Owns everything that must be undone: listeners, timers, requests, nodes. Disposing runs the undoings newest first,
 * once; what is added afterwards is undone at once, so nothing can outlive its scope.
 */
export class Scope {
  #undoings: (() => void)[] | null = [];

  get disposed(): boolean {
    return this.#undoings === null;
  }

  add(undo: () => void): void {
    if (this.#undoings) this.#undoings.push(undo);
    else undo();
  }

  listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
    target.addEventListener(type, listener);
    this.add(() => target.removeEventListener(type, listener));
  }

  every(milliseconds: number, run: () => void): void {
    const timer = setInterval(run, milliseconds);
    this.add(() => clearInterval(timer));
  }

  /** A signal that aborts with the scope. */
  signal(): AbortSignal {
    const controller = new AbortController();
    this.add(() => controller.abort());
    return controller.signal;
  }

  dispose(): void {
    const undoings = this.#undoings;
    this.#undoings = null;
    for (const undo of undoings?.reverse() ?? []) undo();
  }
}
