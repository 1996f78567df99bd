const PARALLEL = 8;

/** Does something with each item, `atOnce` at a time. The first failure ends it, once what is under way is done. */
export async function inParallel<T>(
  items: Iterable<T>,
  action: (item: T) => Promise<void>,
  atOnce = PARALLEL,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      if (failures.length > 0) return;
      await action(next.value).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures.length > 0) throw failures[0];
}
