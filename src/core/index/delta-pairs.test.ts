import { describe, expect, test } from "vitest";

import { deltaPairs } from "./delta-pairs.ts";
import type { PublishedVersion } from "./published-versions.ts";

/** Versions by code, newest first: `stable`, or what is different. */
function versions(...choices: readonly Partial<PublishedVersion["state"]>[]): readonly PublishedVersion[] {
  return choices
    .map(
      (choice, index) =>
        ({
          body: { version_code: index + 1 },
          state: { track: "stable", rolloutBp: 10_000, status: "available", reason: null, ...choice },
        }) as unknown as PublishedVersion,
    )
    .toReversed();
}
const steps = (...choices: readonly Partial<PublishedVersion["state"]>[]): readonly string[] =>
  deltaPairs(versions(...choices)).map(({ from, to }) => `${from.body.version_code}-${to.body.version_code}`);
const stable = {};
const beta = { track: "beta" } as const;
const edge = { track: "edge" } as const;

describe("deltas lead", () => {
  test("from the last five versions to the newest one, and to no other", () => {
    expect(steps(stable, stable, stable, stable, stable, stable, stable)).toEqual(["6-7", "5-7", "4-7", "3-7", "2-7"]);
    expect(steps(stable)).toEqual([]);
    expect(steps()).toEqual([]);
  });

  test("to the newest version of each track, from what those had who follow it", () => {
    expect(steps(stable, beta, edge)).toEqual(["2-3", "1-3", "1-2"]);
    expect(steps(beta, stable)).toEqual(["1-2"]);
  });

  test("from five stable versions, however many betas lie between", () => {
    const betas = Array.from({ length: 6 }, () => beta);
    expect(steps(stable, stable, ...betas, stable).join(" ")).toBe("8-9 7-9 6-9 5-9 4-9 2-9 1-9");
  });

  test("also to the newest version that everybody gets, while a newer one is rolled out to some", () => {
    expect(steps(stable, stable, { rolloutBp: 500 }, { rolloutBp: 0 })).toEqual(["3-4", "2-4", "1-4", "1-2"]);
  });

  test("from a withdrawn version, but to none", () => {
    expect(steps(stable, { status: "yanked" }, stable, { status: "suspended" })).toEqual(["2-3", "1-3"]);
    expect(steps(stable, { status: "suspended" })).toEqual([]);
  });
});
