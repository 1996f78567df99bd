import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { monthCounts, RECENT_DAYS, statisticsOf, type TimedDecision } from "./statistics.ts";
import { submissionStates } from "../registry/submission-states.ts";
import { formatTime } from "../trust/time.ts";

const time = (seconds: number): string => formatTime(new Date(Date.UTC(2026, 0, 1) + seconds * 1000));
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Opened at a second, for so long in review, then published. */
function aDecision(opened: number, inReview: number, reviewers: readonly number[] = [7]): TimedDecision {
  return {
    verdict: reviewers.length === 0 ? "merge" : "approved",
    reviewers,
    timeline: [
      { state: "submitted", since: time(opened) },
      { state: "in_review", since: time(opened + MINUTE) },
      { state: "published", since: time(opened + MINUTE + inReview) },
    ],
  };
}

describe("statistics of decisions", () => {
  test("tell by state how long submissions were in it, by the nearest rank", () => {
    const decisions = Array.from({ length: 10 }, (_, index) => aDecision(index, (index + 1) * 100));
    const { all } = statisticsOf(decisions);
    expect(all.states).toEqual({
      submitted: { count: 10, median: MINUTE, p90: MINUTE },
      in_review: { count: 10, median: 500, p90: 900 },
    });
    expect(all.total).toEqual({ count: 10, median: MINUTE + 500, p90: MINUTE + 900 });
    expect(statisticsOf([aDecision(0, 7)]).all.states.in_review).toEqual({ count: 1, median: 7, p90: 7 });
  });

  test("add up what a submission was in more than once", () => {
    const states = ["submitted", "in_review", "changes_requested", "in_review", "published"] as const;
    const timeline = states.map((state, index) => ({ state, since: time(index * 10) }));
    const { states: found } = statisticsOf([{ verdict: "approved", reviewers: [7], timeline }]).all;
    expect(found.in_review).toEqual({ count: 1, median: 20, p90: 20 });
    expect(found.published).toBeUndefined();
  });

  test("say who decided, and what was decided in the days up to the newest one", () => {
    const old = aDecision(0, 100, []);
    const newest = aDecision(RECENT_DAYS * DAY + 2 * MINUTE, 500);
    const { all, recent } = statisticsOf([old, newest]);
    expect(all).toMatchObject({ decisions: 2, by_machine: 1, by_people: 1 });
    expect(recent).toMatchObject({ decisions: 1, by_machine: 0, by_people: 1, total: { median: MINUTE + 500 } });
    expect(statisticsOf([old]).recent).toMatchObject({ decisions: 1 });
  });

  test("count old decisions, of which nobody knows how long they took", () => {
    const { all, recent } = statisticsOf([{ verdict: "merge", reviewers: [] }, aDecision(0, 100)]);
    expect(all).toMatchObject({ decisions: 2, total: { count: 1 } });
    expect(recent).toMatchObject({ decisions: 1 });
    expect(statisticsOf([])).toEqual({ all: EMPTY, recent: EMPTY });
    expect(monthCounts([{ verdict: "merge", reviewers: [] }])).toEqual([]);
  });

  test("are the same as those of whoever counts naively", () => {
    const state = fc.constantFrom(...submissionStates);
    const timeline = fc.array(fc.record({ state, wait: fc.nat({ max: 40 * DAY }) }), { minLength: 1, maxLength: 8 });
    const decision = fc.record({ opened: fc.nat({ max: 400 * DAY }), timeline, people: fc.boolean() });
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 40 }), (drawn) => {
        const naive = drawn.map(({ opened, timeline: waits, people }) => {
          let at = opened;
          return { people, entries: waits.map(({ state: each, wait }) => ({ state: each, at: (at += wait) })) };
        });
        const decisions = naive.map(({ people, entries }): TimedDecision => ({
          verdict: people ? "approved" : "merge",
          reviewers: people ? [1] : [],
          timeline: entries.map(({ state: each, at }) => ({ state: each, since: time(at) })),
        }));
        const ends = naive.map(({ entries }) => entries.at(-1)?.at ?? 0);
        const newest = Math.max(...ends);
        const isRecent = (_: unknown, index: number) => (ends[index] ?? 0) >= newest - RECENT_DAYS * DAY;
        const found = statisticsOf(decisions);
        for (const [period, own] of [
          [found.all, naive],
          [found.recent, naive.filter(isRecent)],
        ] as const) {
          expect(period.by_people).toBe(own.filter(({ people }) => people).length);
          expect(period.by_machine + period.by_people).toBe(own.length);
          for (const each of submissionStates) {
            const spent = own.flatMap(({ entries }) => {
              const parts = entries.slice(0, -1).flatMap((entry, index) => {
                return entry.state === each ? [(entries[index + 1]?.at ?? 0) - entry.at] : [];
              });
              return parts.length === 0 ? [] : [parts.reduce((a, b) => a + b)];
            });
            expect(period.states[each]?.count ?? 0).toBe(spent.length);
            expect([period.states[each]?.median, period.states[each]?.p90]).toEqual([
              smallest(spent, 50),
              smallest(spent, 90),
            ]);
          }
        }
      }),
    );
  });
});

test("months are counted in UTC, the newest first", () => {
  const decisions = [aDecision(0, 100), aDecision(31 * DAY, 100, []), aDecision(5 * DAY, 100, [])];
  expect(monthCounts(decisions)).toEqual([
    { month: "2026-02", decisions: 1, by_machine: 1, by_people: 0 },
    { month: "2026-01", decisions: 2, by_machine: 1, by_people: 1 },
  ]);
});

const EMPTY = { decisions: 0, by_machine: 0, by_people: 0, total: null, states: {} };

/** The smallest of these numbers that at least so many percent of them are not above, by trying each. */
function smallest(numbers: readonly number[], percent: number): number | undefined {
  const enough = numbers.filter((each) => {
    return numbers.filter((other) => other <= each).length * 100 >= percent * numbers.length;
  });
  return enough.length === 0 ? undefined : Math.min(...enough);
}
