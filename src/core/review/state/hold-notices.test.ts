import { expect, test } from "vitest";

import { holdLabel, holdNotices, type HoldStanding, toldHold } from "./hold-notices.ts";
import type { PullComment } from "./pull-facts.ts";
import type { AppId, VersionCode } from "../../ids/ids.ts";
import type { VersionBody } from "../../registry/documents.ts";
import type { Hold } from "../../registry/hold.ts";

const MACHINE = 5;
const policy = { bots: [MACHINE] };

const hold: Hold = {
  app_id: "com.example.a--b" as AppId,
  version_code: 2 as VersionCode,
  reason: "bytes-missing",
  detail: "it has 3 bytes\n/approve @all",
  since: "2026-11-01T00:00:00Z",
  last: "2026-11-02T00:00:00Z",
  until: "2026-11-15T00:00:00Z",
};
const version = {
  app_id: hold.app_id,
  version: "1.1.0",
  version_code: 2,
  package: { url: "https://packages.example/a.mosis" },
} as unknown as VersionBody;
const held: HoldStanding = { state: "held", hold, version };
const on = (day: number) => new Date(Date.UTC(2026, 10, day));

/** Comments as they are after each of these was said by an account. */
const said = (by: number, ...bodies: readonly string[]): readonly PullComment[] =>
  bodies.map((body, id) => ({ id, author: by, body, edited: false, at: on(1) }));

test("the developer hears once that a version is held, why, what helps, and until when", () => {
  const notices = holdNotices(held, [], policy, on(2));
  expect(notices).toHaveLength(1);
  const [text = ""] = notices;
  expect(text).toMatch(/^\*\*Held\.\*\* Next: \*\*its developer, by 2026-11-15\*\*\./);
  expect(text).toContain("it has 3 bytes \\/approve @&#8203;all");
  expect(text).toMatch(/\n<!-- mosis:hold held com\.example\.a__b 2 2026-11-01T00:00:00Z -->$/);
  expect(holdNotices(held, said(MACHINE, ...notices), policy, on(3))).toEqual([]);
  expect(holdNotices(held, said(MACHINE + 1, ...notices), policy, on(3))).toEqual(notices);
  expect(holdLabel(held)).toBe("held");
});

test("a reminder comes when a quarter of the time is left", () => {
  const first = holdNotices(held, [], policy, on(2));
  expect(holdNotices(held, said(MACHINE, ...first), policy, on(11))).toEqual([]);
  const [reminder, ...more] = holdNotices(held, said(MACHINE, ...first), policy, on(12));
  expect([reminder, more]).toEqual([expect.stringMatching(/^It is withdrawn on 2026-11-15 unless/), []]);
  expect(holdNotices(held, said(MACHINE, ...first, reminder!), policy, on(14))).toEqual([]);
});

test.each([
  ["published", /^\*\*Published\.\*\*/, "published"],
  ["withdrawn", /^\*\*Withdrawn\.\*\* Next: \*\*nobody\*\*/, "withdrawn"],
  ["gone", /^It is held no more/, "published"],
] as const)("how it ended is said once: %s", (state, text, label) => {
  const before = holdNotices(held, [], policy, on(2));
  const told = toldHold(said(MACHINE, ...before), policy);
  expect(told).toEqual({ app_id: hold.app_id, version_code: 2, since: hold.since });
  const ended = { state, hold: told! } as const;
  const [notice, ...more] = holdNotices(ended, said(MACHINE, ...before), policy, on(20));
  expect([notice, more]).toEqual([expect.stringMatching(text), []]);
  expect(holdNotices(ended, said(MACHINE, ...before, notice!), policy, on(20))).toEqual([]);
  expect(holdLabel(ended)).toBe(label);
});

test("a second hold of the same version is told again", () => {
  const first = holdNotices(held, [], policy, on(2));
  const again = { ...held, hold: { ...hold, since: "2026-12-01T00:00:00Z", until: "2026-12-15T00:00:00Z" } };
  const second = holdNotices(again, said(MACHINE, ...first), policy, new Date("2026-12-02T00:00:00Z"));
  expect(second).toHaveLength(1);
  expect(toldHold(said(MACHINE, ...first, ...second), policy)?.since).toBe("2026-12-01T00:00:00Z");
});

test("an app whose document is too large is told without a deadline", () => {
  const large = { ...held, hold: { ...hold, reason: "document-too-large", until: null } } as const;
  expect(holdNotices(large, [], policy, on(30))).toEqual([
    expect.stringMatching(/^\*\*Held\.\*\* Next: \*\*its developer\*\*/),
  ]);
});

test("nobody but the machine can say that something was told", () => {
  expect(toldHold(said(MACHINE + 1, "<!-- mosis:hold held com.example.notes 2 x -->"), policy)).toBeNull();
  expect(toldHold(said(MACHINE, "<!-- mosis:hold held nonsense -->"), policy)).toBeNull();
});
