/** Keeps the newest of what it is given. Of two of the same time, the one that came first goes before. */
export interface Newest<Item> {
  /** @param at a time that is compared as text */
  add(item: Item, at: string): void;
  /** Newest first. */
  readonly items: readonly Item[];
}

/** Keeps as many as `count` without holding, or sorting, the others. */
export function newestOf<Item>(count: number): Newest<Item> {
  const times: string[] = [];
  const items: Item[] = [];
  return {
    items,
    add(item, at) {
      let place = times.length;
      while (place > 0 && (times[place - 1] ?? "") < at) place -= 1;
      if (place === count) return;
      times.splice(place, 0, at);
      items.splice(place, 0, item);
      times.splice(count);
      items.splice(count);
    },
  };
}
