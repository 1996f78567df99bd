import { checks, type ScoreGroup } from "./checks.ts";
import type { ScoreFacts } from "./score-facts.ts";

export type ScoreCheckId = (typeof checks)[number]["id"];

/** How one check went. Types, not interfaces: they are JSON values. Pages have a sentence for each id. */
export type ScoreCheck = {
  readonly id: ScoreCheckId;
  readonly group: ScoreGroup;
  /** All of them or none. */
  readonly points: number;
  readonly of: number;
  readonly passed: boolean;
  /** What there is: a number, or a name such as the licence or the first permission without a reason. */
  readonly have?: number | string;
  /** What it takes. */
  readonly want?: number | string;
};

/** How much an app does for the people who use it, and what it could still do. */
export type Score = {
  readonly points: number;
  readonly of: number;
  /** In the order of pages. */
  readonly checks: readonly ScoreCheck[];
};

/** Checks an app. Everything it says follows from the registry at a commit and from the package. */
export function scoreOf(facts: ScoreFacts): Score {
  const done = checks.map(({ id, group, of, measure }): ScoreCheck => {
    const { passed, ...detail } = measure(facts);
    return { id, group, points: passed ? of : 0, of, passed, ...detail };
  });
  const sum = (pick: (check: ScoreCheck) => number): number => done.reduce((total, check) => total + pick(check), 0);
  return { points: sum(({ points }) => points), of: sum(({ of }) => of), checks: done };
}
