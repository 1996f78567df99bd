import { describe, expect, test } from "vitest";

import type { EventBody, Moderation, VersionBody } from "./documents.ts";
import type { AppRecord } from "./model.ts";
import { isPublished, versionStates } from "./version-state.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";

type Act = Pick<EventBody, "action"> & Partial<EventBody>;
type Judgement = Pick<Moderation, "action"> & Partial<Moderation>;

const ONE = 1 as VersionCode;
const TWO = 2 as VersionCode;

function record(initial: Partial<VersionBody>, acts: readonly Act[], judgements: readonly Judgement[]): AppRecord {
  const version = { version_code: ONE, track: "stable", rollout_bp: 10_000, release: "automatic", ...initial };
  return {
    versions: [version, { ...version, version_code: TWO }],
    events: acts.map((each, at) => ({ n: at + 1, version_code: ONE, ...each })),
    moderation: judgements.map((each, at) => ({ app_id: "a.b.c" as AppId, n: at + 1, reason: "policy", ...each })),
    decisions: [],
  } as unknown as AppRecord;
}

/** State of version 1 as `status track rollout (reason)`. */
function state(
  initial: Partial<VersionBody>,
  acts: readonly Act[] = [],
  judgements: readonly Judgement[] = [],
): string {
  const found = versionStates(record(initial, acts, judgements)).get(ONE);
  if (found === undefined) return "none";
  const reason = found.reason === null ? "" : ` (${found.reason})`;
  return `${found.status} ${found.track} ${found.rolloutBp}${reason}`;
}

const yank = { action: "yank", reason: "crash" } as const;

describe("the last word on a version:", () => {
  test.for<[string, string, Partial<VersionBody>, Act[]?, Judgement[]?]>([
    ["its document alone", "available beta 500", { track: "beta", rollout_bp: 500 }],
    ["released by hand, not yet", "unreleased stable 10000", { release: "manual" }],
    ["released by hand", "available stable 10000", { release: "manual" }, [{ action: "release" }]],
    ["yanked", "yanked stable 10000 (crash)", {}, [yank]],
    ["yanked before it was released", "yanked stable 10000 (crash)", { release: "manual" }, [yank]],
    ["yanked and back", "available stable 10000", {}, [yank, { action: "unyank" }]],
    ["yanked twice, back once", "available stable 10000", {}, [yank, yank, { action: "unyank" }]],
    [
      "promoted",
      "available stable 10000",
      { track: "edge" },
      [
        { action: "promote", track: "beta" },
        { action: "promote", track: "stable" },
      ],
    ],
    ["rolled out further", "available stable 2500", { rollout_bp: 100 }, [{ action: "rollout", rollout_bp: 2500 }]],
    ["halted", "available stable 0", { rollout_bp: 100 }, [{ action: "halt", reason: "x" }]],
    [
      "halted and resumed where it was",
      "available stable 100",
      { rollout_bp: 100 },
      [{ action: "halt", reason: "x" }, { action: "resume" }],
    ],
    [
      "rolled out while halted",
      "available stable 0",
      {},
      [
        { action: "halt", reason: "x" },
        { action: "rollout", rollout_bp: 300 },
      ],
    ],
    ["an event of another version", "available stable 10000", {}, [{ ...yank, version_code: TWO }]],
    ["suspended with its app", "suspended stable 10000 (policy)", {}, [], [{ action: "suspend" }]],
    ["suspended by itself", "suspended stable 10000 (policy)", {}, [], [{ action: "suspend", version_code: ONE }]],
    ["suspended, but another version", "available stable 10000", {}, [], [{ action: "suspend", version_code: TWO }]],
    ["suspended, then yanked", "suspended stable 10000 (policy)", {}, [yank], [{ action: "suspend" }]],
    [
      "restored",
      "available stable 10000",
      {},
      [],
      [{ action: "suspend" }, { action: "force-yank" }, { action: "restore" }],
    ],
    [
      "restored, but yanked by its developer",
      "yanked stable 10000 (crash)",
      {},
      [yank],
      [{ action: "suspend" }, { action: "restore" }],
    ],
    [
      "restored, but another version",
      "suspended stable 10000 (policy)",
      {},
      [],
      [{ action: "suspend" }, { action: "restore", version_code: TWO }],
    ],
    ["yanked by operators", "yanked stable 10000 (policy)", {}, [], [{ action: "force-yank", version_code: ONE }]],
    [
      "yanked by operators, which no developer takes back",
      "yanked stable 10000 (policy)",
      {},
      [{ action: "unyank" }],
      [{ action: "force-yank" }],
    ],
    ["held", "held stable 10000 (policy)", {}, [], [{ action: "hold" }]],
    ["held, then let go", "available stable 10000", {}, [], [{ action: "hold" }, { action: "restore" }]],
    ["held and yanked", "yanked stable 10000 (crash)", {}, [yank], [{ action: "hold" }]],
    ["held, but another version", "available stable 10000", {}, [], [{ action: "hold", version_code: TWO }]],
  ])("%s", ([, expected, initial, acts, judgements]) => {
    expect(state(initial, acts, judgements)).toBe(expected);
  });
});

test("a version that was withdrawn stays so, whatever is said of it, and is published no more", () => {
  const decision = { verdict: "withdrawn", version_code: ONE, reasons: [{ rule: "x", evidence: "lost" }] };
  const withdrawn = { ...record({}, [yank], [{ action: "suspend" }]), decisions: [decision] } as unknown as AppRecord;
  const states = versionStates(withdrawn);
  expect(states.get(ONE)).toMatchObject({ status: "withdrawn", reason: "lost" });
  expect(isPublished(states.get(ONE)!)).toBe(false);
  expect(states.get(TWO)).toMatchObject({ status: "suspended" });
});

test("what waits is not published, what was withdrawn is, so that devices learn of it", () => {
  const published = (acts: readonly Act[], judgements: readonly Judgement[], initial = {}): boolean => {
    const found = versionStates(record(initial, acts, judgements)).get(ONE);
    return found !== undefined && isPublished(found);
  };
  expect(published([], [])).toBe(true);
  expect(published([yank], [])).toBe(true);
  expect(published([], [{ action: "suspend" }])).toBe(true);
  expect(published([], [{ action: "hold" }])).toBe(false);
  expect(published([], [], { release: "manual" })).toBe(false);
});
