interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit<Item, Result> {
  /** Answers once the group that the item is in is committed. */
  add(item: Item): Promise<Result>;
}

export interface GroupCommitOptions {
  /** A group of so many does not wait for more. */
  readonly items: number;
  /** What a group waits for more after its first. */
  readonly milliseconds: number;
}

/**
 * Commits what arrives at about the same time together, for what takes long of a commit is to wait for the disk, and that is the same for
 * one and for many.
 *
 * @param commit returns a result for each item, in their order; when it throws, none of them is stored
 */
export function createGroupCommit<Item, Result>(
  commit: (items: readonly Item[]) => readonly Result[],
  { items, milliseconds }: GroupCommitOptions,
): GroupCommit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const group = waiting;
    waiting = [];
    try {
      const results = commit(group.map(({ item }) => item));
      for (const [at, { resolve }] of group.entries()) resolve(results[at] as Result);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (waiting.length >= items) flush();
        else timer ??= setTimeout(flush, milliseconds);
      }),
  };
}
