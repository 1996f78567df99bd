/** Work that nobody waits for, until the end. */
export interface Background {
  run(work: Promise<unknown>): void;
  /** When all of it has ended. */
  settled(): Promise<void>;
}

/** @param report hears why work failed */
export function createBackground(report: (error: unknown) => void): Background {
  const pending = new Set<Promise<void>>();
  return {
    run(work) {
      const done = work.then(() => {}, report).finally(() => pending.delete(done));
      pending.add(done);
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}
