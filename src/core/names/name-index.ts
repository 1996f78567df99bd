import { lookAlikeDistance } from "./look-alike-distance.ts";
import { skeleton } from "./skeleton.ts";

/** What a name is of: ids of apps are compared by their segments, everything else as a whole. */
export type NameKind = "app-id" | "id-prefix" | "app-name" | "developer-id";

/** A name that is taken, or must not be imitated. */
export interface KnownName {
  readonly kind: NameKind;
  readonly text: string;
  /** Who may have names like it. */
  readonly owners: readonly string[];
  /** What to call it in a message, such as `the app com.example.notes` or `the reserved id com.mosis`. */
  readonly what: string;
}

export interface LookAlike {
  readonly name: KnownName;
  /** 0: the same but for spelling; 1: likely taken for it; 2: akin. */
  readonly distance: number;
}

/** Names at most this far away are told; of short names, which are near to many, only nearer ones. */
const LIMIT = 2;
const SHORT = 5;
const MEDIUM = 8;
/** How far apart names are that differ in a number only, such as `level2` and `level3`. */
const NUMBERED = 2;

interface Entry {
  readonly name: KnownName;
  readonly shape: string;
  /** A bit for each letter that occurs. */
  readonly letters: number;
}

interface Table {
  readonly entries: Entry[];
  /** Entries by keys that make two ids alike although letters differ: order of segments, another first one, more at the end. */
  readonly byKey: Map<string, Entry[]>;
}

/** All names of a registry, read once; each question compares with those only that could be alike. */
export class NameIndex {
  readonly #tables = new Map<NameKind, Table>();

  constructor(names: Iterable<KnownName>) {
    for (const name of names) {
      const table = this.#table(name.kind);
      const entry = entryOf(name);
      table.entries.push(entry);
      for (const key of keysOf(name)) append(table.byKey, key, entry);
    }
  }

  /**
   * What could be taken for a name, nearest first. The same id is not: that is taken, not similar. Names of `owner` are not either.
   */
  similar(kind: NameKind, text: string, owner: string | null): readonly LookAlike[] {
    const table = this.#table(kind);
    const { shape, letters } = entryOf({ kind, text, owners: [], what: "" });
    const found = new Map<Entry, number>();
    for (const key of keysOf({ kind, text })) {
      for (const entry of table.byKey.get(key) ?? []) found.set(entry, 1);
    }
    for (const entry of table.entries) {
      const limit = limitFor(Math.min(entry.shape.length, shape.length));
      // Each edit changes the set of letters by at most two.
      if (Math.abs(entry.shape.length - shape.length) > limit || bits(entry.letters ^ letters) > 2 * limit) continue;
      const distance = lookAlikeDistance(entry.shape, shape, limit);
      if (distance <= limit) found.set(entry, Math.min(distance, found.get(entry) ?? LIMIT));
    }
    const others = [...found].filter(([{ name }]) => {
      const isSame = kind !== "app-name" && name.text === text;
      return !isSame && (owner === null || !name.owners.includes(owner));
    });
    return others
      .map(([{ name }, distance]) => ({
        name,
        distance: distance > 0 && areNumbered(name.text, text) ? NUMBERED : distance,
      }))
      .sort((a, b) => a.distance - b.distance || compare(a.name.text, b.name.text));
  }

  #table(kind: NameKind): Table {
    const known = this.#tables.get(kind);
    if (known !== undefined) return known;
    const table: Table = { entries: [], byKey: new Map() };
    this.#tables.set(kind, table);
    return table;
  }
}

function limitFor(length: number): number {
  if (length < SHORT) return 0;
  return length < MEDIUM ? 1 : LIMIT;
}

const NUMBER = /[0-9]+/g;

function areNumbered(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => text.replace(NUMBER, "#"));
  return first === second && first?.includes("#") === true;
}

function entryOf(name: KnownName): Entry {
  const shape = skeleton(name.text);
  let letters = 0;
  for (let at = 0; at < shape.length; at += 1) letters |= 1 << (shape.charCodeAt(at) & 31);
  return { name, shape, letters };
}

/** Keys of which one in common makes two ids alike. */
function keysOf({ kind, text }: Pick<KnownName, "kind" | "text">): readonly string[] {
  if (kind !== "app-id") return [];
  const [first = "", ...rest] = text.split(".").map(skeleton);
  const all = [first, ...rest];
  const begins = rest.length > 2 ? [`begins ${all.slice(0, -1).join(".")}`] : [];
  return [`sorted ${all.toSorted().join(".")}`, `rest ${rest.join(".")}`, `begins ${all.join(".")}`, ...begins];
}

function append(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [entry]);
  else known.push(entry);
}

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
