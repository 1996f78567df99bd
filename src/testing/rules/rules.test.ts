import { describe, expect, test } from "vitest";

import { ruleFixtures } from "./all.ts";
import { type RuleId, rules } from "../../core/findings/catalogue.ts";
import type { Finding } from "../../core/findings/finding.ts";

const ids = Object.keys(rules) as RuleId[];

test("every rule has fixtures, and every fixture a rule", () => {
  expect(Object.keys(ruleFixtures).toSorted()).toEqual(ids.toSorted());
});

describe.for(ids)("%s", (id) => {
  const { fails, passes, along = [] } = ruleFixtures[id] ?? { fails: () => [], passes: () => [] };

  test("is reported for what it is against, and nothing else with it", () => {
    const found = reported(fails());
    expect(found).toContain(id);
    expect([id, ...along]).toEqual(expect.arrayContaining([...found]));
  });

  test("is not reported for what is right, nor is anything else", () => {
    const found = reported(passes());
    expect(found).not.toContain(id);
    expect(along).toEqual(expect.arrayContaining([...found]));
  });

  test("says why it exists and shows an example of both", () => {
    const { title, fix, why, wrong, right } = rules[id];
    for (const sentence of [fix, why]) expect(sentence).toMatch(/^["A-Z`].*[.?]$/);
    for (const phrase of [title, wrong, right]) expect(phrase).toMatch(/[^.]$/);
  });
});

function reported(findings: readonly Finding[]): readonly RuleId[] {
  return [...new Set(findings.map(({ rule }) => rule))];
}
