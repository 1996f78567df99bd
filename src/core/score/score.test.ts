import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { isRecent } from "./recent.ts";
import type { ScoreFacts } from "./score-facts.ts";
import { type ScoreCheckId, scoreOf } from "./score.ts";
import { version as apiVersion } from "../sdk/api-names.generated.ts";

/** An app that does everything. */
const exemplary: ScoreFacts = {
  name: "Notes",
  categories: ["tools"],
  tags: ["text", "lists"],
  languages: ["de", "en"],
  listing: {
    summary: "Write it down, find it again.",
    description: Array.from({ length: 5 }, () => "A wall of coloured notes for lists and ideas."),
    screenshots: [{ alt: "The wall of notes" }, { alt: "A blue note" }, { alt: "A search" }],
  },
  license: "MIT",
  homepage: "https://notes.example",
  hasSource: true,
  domains: ["notes.example"],
  exceptions: [],
  permissions: ["network", "storage"],
  permissionReasons: { network: "Syncs.", storage: "Keeps notes." },
  hosts: ["api.notes.example"],
  reviewFindings: ["risk/first-app"],
  texts: { of: 10, locales: { en: 10, de: 9 } },
  notes: { en: ["Faster."] },
  testedVersion: apiVersion,
  publishedAt: "2026-01-01T00:00:00Z",
  newest: "2027-01-01T00:00:00Z",
  packageLength: 5 * (1 << 20),
};

const failed = (change: Partial<ScoreFacts>): readonly string[] =>
  scoreOf({ ...exemplary, ...change })
    .checks.filter(({ passed }) => !passed)
    .map(({ id }) => id);

describe("the score of an app", () => {
  test("is 100 of 100 for one that does everything", () => {
    expect(failed({})).toEqual([]);
    expect(scoreOf(exemplary)).toMatchObject({ points: 100, of: 100 });
  });

  const { listing } = exemplary;
  test.for<[ScoreCheckId | null, string, Partial<ScoreFacts>]>([
    ["summary", "a short summary", { listing: { ...listing!, summary: "Notes, and more    " } }],
    ["description", "a short description", { listing: { ...listing!, description: ["It keeps notes."] } }],
    ["screenshots", "two screenshots", { listing: { ...listing!, screenshots: listing!.screenshots.slice(1) } }],
    [
      "screenshot-alt",
      "a screenshot that is not described",
      { listing: { ...listing!, screenshots: [...listing!.screenshots, { alt: "Screenshot 4" }] } },
    ],
    ["category", "no category", { categories: [] }],
    ["tags", "one tag", { tags: ["text"] }],
    ["license", "no licence", { license: null }],
    ["source", "no source", { hasSource: false }],
    ["homepage", "no website", { homepage: null }],
    ["verified-domain", "no domain", { domains: [] }],
    ["no-exception", "an exception", { exceptions: ["name/similar"] }],
    ["permission-reasons", "a reason that is missing", { permissionReasons: { network: "Syncs.", storage: " " } }],
    [null, "no permissions", { permissions: [], permissionReasons: {} }],
    ["permissions-used", "a permission that nothing uses", { reviewFindings: ["permission/unused"] }],
    [null, "no decision", { reviewFindings: [] }],
    ["hosts-named", "any host below one", { hosts: ["api.notes.example", "*.notes.example"] }],
    ["listing-languages", "one language", { languages: ["en"] }],
    ["translated", "a translation that lacks more than a tenth", { texts: { of: 100, locales: { en: 100, de: 89 } } }],
    ["translated", "no texts of its own", { texts: { of: 0, locales: {} } }],
    ["translated", "files without texts", { texts: { of: 0, locales: { en: 0, de: 0 } } }],
    ["release-notes", "no notes", { notes: { en: [" "] } }],
    ["tested-version", "no word on tests", { testedVersion: null }],
    ["tested-version", "a test with an older Mosis", { testedVersion: "0.9.0" }],
    [null, "a test with a newer Mosis", { testedVersion: "99.0.0" }],
    ["updated", "a version that grew old", { newest: "2027-01-01T00:00:01Z" }],
    ["package-size", "a large package", { packageLength: 5 * (1 << 20) + 1 }],
  ])("takes the points of %s for %s, and of nothing else", ([id, , change]) => {
    expect(failed(change)).toEqual(id === null ? [] : [id]);
  });

  test("says what there is and what it takes", () => {
    const { checks } = scoreOf({ ...exemplary, listing: null, hosts: ["*.example"], testedVersion: "0.9.0" });
    const found = (id: ScoreCheckId): object | undefined => checks.find((each) => each.id === id);
    expect(found("screenshots")).toEqual({
      id: "screenshots",
      group: "listing",
      points: 0,
      of: 8,
      passed: false,
      have: 0,
      want: 3,
    });
    expect(found("hosts-named")).toMatchObject({ have: "*.example" });
    expect(found("tested-version")).toMatchObject({ have: "0.9.0", want: apiVersion });
    expect(found("license")).toMatchObject({ passed: true, have: "MIT" });
  });

  test("is explained check by check on the page about it", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs/reference/score.md"), "utf8");
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| ([a-z]+) \| (\d+) \| \S.* \|$/gm)];
    expect(rows.map(([, id, group, of]) => ({ id, group, of: Number(of) }))).toEqual(
      scoreOf(exemplary).checks.map(({ id, group, of }) => ({ id, group, of })),
    );
  });
});

test("what came out after the newest, as in a store that was set back, is recent", () => {
  expect(isRecent("2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z")).toBe(true);
});
