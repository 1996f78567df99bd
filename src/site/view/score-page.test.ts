import { expect, test } from "vitest";

import { scorePageView } from "./score-page.ts";
import { anAppData, anIndexedVersion, aReader } from "../../testing/store-data.ts";
import type { Score } from "../../core/score/score.ts";
import { checks } from "../../core/score/checks.ts";
import { english } from "../i18n/languages.ts";

const score: Score = {
  points: 13,
  of: 18,
  checks: [
    { id: "description", group: "listing", points: 8, of: 8, passed: true, have: 240, want: 200 },
    { id: "package-size", group: "weight", points: 0, of: 5, passed: false, have: 9_000_000, want: 5_242_880 },
    { id: "license", group: "trust", points: 5, of: 5, passed: true, have: "MIT" },
  ],
};

test("checks come in their groups, each with what was found", () => {
  const view = scorePageView(anAppData([anIndexedVersion(1)], { score }).document, aReader());
  expect(view.heading).toBe("13 of 18 points");
  expect(view.groups).toEqual([
    {
      title: "Store page",
      checks: [
        {
          sentence: "The description is long enough to help",
          passed: true,
          verdict: "Passed",
          found: "240 of 200",
          points: "8 of 8",
        },
      ],
    },
    {
      title: "Weight",
      checks: [
        {
          sentence: "The package is small",
          passed: false,
          verdict: "Not passed",
          found: "9 MB of 5.2 MB",
          points: "0 of 5",
        },
      ],
    },
    {
      title: "Trust",
      checks: [{ sentence: "The licence is stated", passed: true, verdict: "Passed", found: "MIT", points: "5 of 5" }],
    },
  ]);
});

test("every check has a sentence", () => {
  expect(checks.filter(({ id }) => !Object.hasOwn(english.messages, `score.${id}`))).toEqual([]);
});
