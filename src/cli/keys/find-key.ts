import { echo } from "../../core/findings/finding.ts";
import type { StoredKey } from "../../node/key-store.ts";
import { CliError } from "../errors/cli-error.ts";

/** Digits a shortened key id has at least. */
const MIN_DIGITS = 8;

/** The stored key whose id begins with these digits; null when the text is no key id, so it may be a file. */
export function findStoredKey(keys: readonly StoredKey[], given: string): StoredKey | null {
  return findByKeyId(keys, ({ publicKey }) => publicKey.keyid, given);
}

/** The only one whose key id begins with these digits; null when none does, or the text is no key id. */
export function findByKeyId<Item>(items: readonly Item[], idOf: (item: Item) => string, given: string): Item | null {
  if (!/^[0-9a-f]+$/.test(given) || given.length < MIN_DIGITS || given.length > 64) return null;
  const [first, second] = items.filter((item) => idOf(item).startsWith(given));
  if (second !== undefined) {
    throw new CliError("key-ambiguous", `Several keys begin with ${echo(given)}.`, "Give more digits of the id.");
  }
  return first ?? null;
}

/** What `--key` meant, when it is neither a stored key nor a file. */
export function noSuchKey(given: string): CliError {
  return new CliError(
    "key-missing",
    `${echo(given)} is neither the id of a stored key nor a file.`,
    "See `mosis keys list`; an id needs its first 8 digits at least.",
  );
}
