/** GitHub's concurrency groups: one runs, one waits, and whoever comes next takes the place of the one that waits. */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, { readonly cancel: () => void; waiting: ((goes: boolean) => void) | null }>();

  /** Resolves to true when its turn has come, to false when it was replaced while it waited. */
  async enter(group: string, cancelInProgress: boolean, cancel: () => void): Promise<boolean> {
    const running = this.#groups.get(group);
    if (running === undefined) {
      this.#groups.set(group, { cancel, waiting: null });
      return true;
    }
    running.waiting?.(false);
    const goes = new Promise<boolean>((resolve) => {
      running.waiting = resolve;
    });
    if (cancelInProgress) running.cancel();
    if (!(await goes)) return false;
    const current = this.#groups.get(group);
    this.#groups.set(group, { cancel, waiting: current?.waiting ?? null });
    return true;
  }

  leave(group: string): void {
    const current = this.#groups.get(group);
    const next = current?.waiting ?? null;
    if (current === undefined || next === null) this.#groups.delete(group);
    else {
      // Its place is taken at once, so that nobody who comes meanwhile runs beside it.
      current.waiting = null;
      next(true);
    }
  }
}
