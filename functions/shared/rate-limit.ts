import type { RateLimit } from "./limits.ts";
import { ProblemError } from "./problem.ts";

/** What is left after one request. */
export interface Taken {
  readonly isAllowed: boolean;
  /** Requests that are left now. */
  readonly remaining: number;
  /** Until all of them are there again. */
  readonly resetSeconds: number;
  /** Until one is there, 0 when one is. */
  readonly retrySeconds: number;
}

/** Counts requests in memory; what it counts by is never stored. */
export interface RateLimiter {
  /** Takes one of those that the rule grants to the key, such as an address. One that is refused is not counted. */
  take(name: string, rule: RateLimit, key: string): Taken;
}

/** Keys that are remembered of each rule, of some 200 bytes. Beyond, those that took nothing for longest are forgotten. */
const KEYS = 100_000;
/** Keys that are looked at with every request, whether they can be forgotten: more than it can add. */
const SWEPT = 4;

/**
 * A limiter by the generic cell rate algorithm: a rule's requests may come at once, and are granted again evenly over its window.
 *
 * @param now milliseconds since 1970
 */
export function createRateLimiter(now: () => number, keys = KEYS): RateLimiter {
  /** By rule, and then by key: when all that was taken is granted again. */
  const full = new Map<string, Map<string, number>>();
  return {
    take(name, { limit, windowSeconds }, key) {
      let times = full.get(name);
      if (times === undefined) {
        times = new Map();
        full.set(name, times);
      }
      const time = now();
      const windowMs = windowSeconds * 1000;
      const eachMs = windowMs / limit;
      const before = Math.max(time, times.get(key) ?? 0);
      const after = before + eachMs;
      const isAllowed = after - time <= windowMs;
      if (isAllowed) {
        times.delete(key);
        times.set(key, after);
        sweep(times, time, keys);
      }
      const until = isAllowed ? after : before;
      return {
        isAllowed,
        remaining: Math.max(0, Math.floor((windowMs - (until - time)) / eachMs)),
        resetSeconds: Math.ceil((until - time) / 1000),
        retrySeconds: isAllowed ? 0 : Math.ceil((after - time - windowMs) / 1000),
      };
    },
  };
}

/** Forgets keys that have all of theirs again. Those that took something lately are at the end. */
function sweep(times: Map<string, number>, time: number, keys: number): void {
  let left = SWEPT;
  for (const [key, until] of times) {
    if (left === 0 || (until > time && times.size <= keys)) return;
    times.delete(key);
    left -= 1;
  }
}

/**
 * Takes one request and says what is left, in the fields of draft-ietf-httpapi-ratelimit-headers-10.
 *
 * @returns the header fields of the answer
 * @throws ProblemError with status 429 and `Retry-After` when none is left
 */
export function enforceRate(
  limiter: RateLimiter,
  name: string,
  rule: RateLimit,
  key: string,
): Readonly<Record<string, string>> {
  const taken = limiter.take(name, rule, key);
  const headers = {
    "ratelimit-policy": `"${name}";q=${rule.limit};w=${rule.windowSeconds}`,
    ratelimit: `"${name}";r=${taken.remaining};t=${taken.resetSeconds}`,
  };
  if (taken.isAllowed) return headers;
  throw new ProblemError(
    {
      name: "too-many-requests",
      status: 429,
      title: "Too many requests",
      detail: `${rule.what}: at most ${rule.limit} in ${rule.windowSeconds} seconds per ${rule.per}. Try again in ${taken.retrySeconds} seconds.`,
    },
    { ...headers, "retry-after": String(taken.retrySeconds) },
  );
}

/** Of the longest address. */
const ADDRESS_CHARACTERS = 45;

/** What an address is counted by, without its port: IPv4 as it is, of IPv6 the first 64 bits, which one household has to itself. */
export function addressPrefix(address: string): string {
  const [, inBrackets, v4] = /^(?:\[(.*)\](?::\d+)?|([\d.]+):\d+)$/.exec(address) ?? [];
  const bare = (inBrackets ?? v4 ?? address).toLowerCase().replace(/%.*$/, "").slice(0, ADDRESS_CHARACTERS);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!bare.includes(":")) return bare;
  const [head = "", tail] = bare.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0");
  const groups = [...first, ...zeros, ...last].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${groups.join(":")}::/64`;
}
