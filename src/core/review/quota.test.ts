import { expect, test } from "vitest";

import { quotaFindings } from "./quota.ts";
import type { Registry } from "../registry/model.ts";
import { aStore } from "../../testing/store-kit.ts";

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 1, hour));

function messages(most: number | undefined, recent: readonly Date[], author = 1): readonly string[] {
  const registry = aStore().registry();
  const { submissions_per_day: _, ...rest } = registry.config.policy;
  const policy = { ...rest, bots: [9], ...(most !== undefined && { submissions_per_day: most }) };
  const base: Registry = { ...registry, config: { ...registry.config, policy } };
  return quotaFindings({ base, author, recent }).map(({ message }) => message);
}

test("the one above as many as a day may have is refused, and told when the next one is possible", () => {
  expect(messages(2, [at(1)])).toEqual([]);
  expect(messages(2, [at(5), at(1)])).toEqual([
    "The account 1 made 2 other submissions in the 24 hours before. The next one is possible from 2026-11-02T01:00:00Z on.",
  ]);
  // Two of them have to be a day old before one has room.
  expect(messages(2, [at(5), at(1), at(3)])).toEqual([expect.stringContaining("from 2026-11-02T03:00:00Z on")]);
});

test("bots carry for many, and a registry may count nothing", () => {
  expect(messages(1, [at(1), at(2)], 9)).toEqual([]);
  expect(messages(undefined, [at(1), at(2)])).toEqual([]);
});
