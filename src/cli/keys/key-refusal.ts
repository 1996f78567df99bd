import { echo } from "../../core/findings/finding.ts";
import type { KeyId } from "../../core/ids/ids.ts";
import type { KeyRefusal } from "../../core/registry/compose-keys.ts";
import type { DeveloperBody } from "../../core/registry/documents.ts";
import { CliError } from "../errors/cli-error.ts";
import type { ErrorCode } from "../errors/error-codes.ts";
import { shortId } from "../render/text.ts";
import { findByKeyId } from "./find-key.ts";

const REFUSALS: Readonly<
  Record<KeyRefusal["problem"], readonly [ErrorCode, message: (key: string, id: string) => string, fix: string]>
> = {
  "unknown-key": [
    "key-unknown",
    (key, id) => `"${id}" has no key ${key}.`,
    "Look into the developer document for its keys; an id needs its first 8 digits at least.",
  ],
  "known-key": [
    "key-listed",
    (key, id) => `"${id}" has the key ${key} already.`,
    "Make another one with `mosis keys generate`, and name it with `--new-key`.",
  ],
  "revoked-key": [
    "key-revoked",
    (key, id) => `The key ${key} of "${id}" is revoked already.`,
    "Nothing is to be done, unless somebody else has the key: then give the reason `compromised`.",
  ],
  "last-account-key": [
    "key-last-account",
    (key, id) => `Without the key ${key} nobody would be in charge of the keys of "${id}".`,
    "Add another key with the use `account` first: `mosis keys rotate`.",
  ],
  "not-in-charge": [
    "key-not-in-charge",
    (key, id) => `The key ${key} is not in charge of the keys of "${id}" for this change.`,
    "Sign with a key of the developer that has the use `account`, is bound to no app, and is not revoked nor to be revoked.",
  ],
};

/** Puts into words why keys cannot change so. */
export function keyRefusal({ problem, keyid }: KeyRefusal, { id }: DeveloperBody): CliError {
  const [code, message, fix] = REFUSALS[problem];
  return new CliError(code, message(shortId(keyid), id), fix);
}

/** The key of a developer that somebody names by its first digits. It need not be on this machine. */
export function keyOfDeveloper(developer: DeveloperBody, given: string): KeyId {
  const key = findByKeyId(developer.keys, ({ keyid }) => keyid, given);
  if (key !== null) return key.keyid;
  const [code, message, fix] = REFUSALS["unknown-key"];
  throw new CliError(code, message(echo(given), developer.id), fix);
}
