/** Runs tasks of the same key one after another, in the order they came. */
export type Locks = <T>(key: number, task: () => Promise<T>) => Promise<T>;

export function createLocks(): Locks {
  const tails = new Map<number, Promise<unknown>>();
  return (key, task) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(task);
    const tail = result.catch(() => {});
    tails.set(key, tail);
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    return result;
  };
}
