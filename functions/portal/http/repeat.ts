import type { Reply } from "./call.ts";
import { problem } from "../problems.ts";
import { limits } from "../../shared/limits.ts";

/** A request that was begun with a key. */
export interface RepeatRecord {
  /** Of the whole request. */
  readonly fingerprint: string;
  /** Null while it is being answered. */
  readonly reply: Reply | null;
}

/** Remembers what was answered. */
export interface Repeats {
  /** Claims a key; gives what it is known for, and null when it was free. What is older than `now` allows is forgotten. */
  begin(user: string, key: string, fingerprint: string, now: Date): Promise<RepeatRecord | null>;
  end(user: string, key: string, reply: Reply): Promise<void>;
  /** It came to nothing, and may be tried again. */
  drop(user: string, key: string): Promise<void>;
}

const KEY = /^[\x21-\x7e]{1,200}$/;
const HOURS = limits.sizes.repeatSeconds.limit / 3600;

/**
 * Carries out a request once for each key (draft-ietf-httpapi-idempotency-key-header): whoever did not hear the answer asks again.
 * Failures are not remembered.
 *
 * @param key of `Idempotency-Key`; null where there is none
 * @throws ProblemError `key-in-use`, `key-reused`, `invalid-request`, and what `work` throws
 */
export async function onceForKey(
  {
    user,
    key,
    fingerprint,
    now,
  }: { readonly user: string; readonly key: string | null; readonly fingerprint: string; readonly now: Date },
  repeats: Repeats,
  work: () => Promise<Reply>,
): Promise<Reply> {
  if (key === null) return work();
  if (!KEY.test(key)) {
    const message = "Idempotency-Key is 1 to 200 printable characters without spaces.";
    throw problem("invalid-request", message, { errors: [{ pointer: "#/header/idempotency-key", message }] });
  }
  const known = await repeats.begin(user, key, fingerprint, now);
  if (known !== null) {
    if (known.fingerprint !== fingerprint) {
      throw problem("key-reused", `This Idempotency-Key was used for another request in the last ${HOURS} hours.`);
    }
    if (known.reply === null)
      throw problem("key-in-use", "A request with this Idempotency-Key is being answered.", {
        headers: { "retry-after": "1" },
      });
    return known.reply;
  }
  try {
    const reply = await work();
    await repeats.end(user, key, reply);
    return reply;
  } catch (error) {
    await repeats.drop(user, key);
    throw error;
  }
}
