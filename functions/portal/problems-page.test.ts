import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { accountProblems } from "./accounts/problems.ts";
import { problems } from "./problems.ts";
import { allProblems, problemsPage } from "./problems-page.ts";

const FUNCTIONS = join(import.meta.dirname, "..");

test("the page of problems has a heading for every name that the code of the functions answers with", () => {
  const sources = readdirSync(FUNCTIONS, { recursive: true, encoding: "utf8" }).filter((path) =>
    /(?<!\.test|\.generated)\.ts$/.test(path),
  );
  const named = sources.flatMap((path) => {
    const text = readFileSync(join(FUNCTIONS, path), "utf8");
    // A title or a status is what only problems have.
    return Array.from(text.matchAll(/name: "([a-z]+(?:-[a-z]+)*)",\s*(?:status|title):/g), ([, name]) => name);
  });
  expect(new Set(named).size).toBeGreaterThan(5);
  const headings = new Set(Array.from(problemsPage().matchAll(/^## (\S+)$/gm), ([, name]) => name));
  expect([...new Set(named)].filter((name) => !headings.has(name))).toEqual([]);
  expect([...headings]).toEqual(Object.keys(allProblems).toSorted());
});

test("a name has one status, whoever answers with it", () => {
  const both = Object.keys(problems).filter((name) => name in accountProblems) as (keyof typeof problems &
    keyof typeof accountProblems)[];
  expect(both.length).toBeGreaterThan(3);
  for (const name of both) expect([name, accountProblems[name].status]).toEqual([name, problems[name].status]);
});
