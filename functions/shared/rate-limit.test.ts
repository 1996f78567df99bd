import { describe, expect, test } from "vitest";

import type { RateLimit } from "./limits.ts";
import { ProblemError } from "./problem.ts";
import { addressPrefix, createRateLimiter, enforceRate, type RateLimiter } from "./rate-limit.ts";

const rule: RateLimit = { what: "Batches", per: "address", limit: 3, windowSeconds: 60 };

function aLimiter(keys?: number): RateLimiter & { pass(seconds: number): void } {
  let time = Date.parse("2026-11-26T12:00:00Z");
  return {
    ...createRateLimiter(() => time, keys),
    pass: (seconds) => {
      time += seconds * 1000;
    },
  };
}

describe("a limiter", () => {
  test("grants as many as the rule at once, then none, then one after its share of the window", () => {
    const limiter = aLimiter();
    const take = (): readonly [boolean, number] => {
      const { isAllowed, remaining } = limiter.take("batches", rule, "a");
      return [isAllowed, remaining];
    };
    expect([take(), take(), take(), take()]).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
    ]);
    limiter.pass(20);
    expect([take(), take()]).toEqual([
      [true, 0],
      [false, 0],
    ]);
    limiter.pass(3600);
    expect(take()).toEqual([true, 2]);
  });

  test("counts each key and each rule by itself", () => {
    const limiter = aLimiter();
    for (let at = 0; at < 3; at += 1) limiter.take("batches", rule, "a");
    expect(limiter.take("batches", rule, "a").isAllowed).toBe(false);
    expect(limiter.take("batches", rule, "b").isAllowed).toBe(true);
    expect(limiter.take("crashes", rule, "a").isAllowed).toBe(true);
  });

  test("forgets the keys that were seen first when there are too many", () => {
    const limiter = aLimiter(10);
    for (let at = 0; at < 3; at += 1) limiter.take("batches", rule, "first");
    for (let at = 0; at < 10; at += 1) limiter.take("batches", rule, `other-${at}`);
    expect(limiter.take("batches", rule, "first").isAllowed).toBe(true);
    expect(limiter.take("batches", rule, "other-9").remaining).toBe(1);
  });
});

describe("an answer", () => {
  test("says what is left, and when to try again", () => {
    const limiter = aLimiter();
    const enforce = (): Readonly<Record<string, string>> => enforceRate(limiter, "batches", rule, "a");
    expect(enforce()).toEqual({ "ratelimit-policy": '"batches";q=3;w=60', ratelimit: '"batches";r=2;t=20' });
    enforce();
    enforce();
    const refused = (() => {
      try {
        return enforce();
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({
      problem: { status: 429, detail: "Batches: at most 3 in 60 seconds per address. Try again in 20 seconds." },
      headers: { "retry-after": "20", ratelimit: '"batches";r=0;t=60' },
    });
  });
});

test.for([
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7:4711", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["[2001:db8::1]:4711", "2001:db8:0:0::/64"],
  ["2001:DB8:0:1:aaaa::9", "2001:db8:0:1::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:0db8:0000:0001:1:2:3:4", "2001:db8:0:1::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
] as const)("%s is counted as %s", ([address, prefix]) => {
  expect(addressPrefix(address)).toBe(prefix);
});
