import fc from "fast-check";
import { expect, test } from "vitest";

import { type LabelEvent, landedStates, timelineOf } from "./timeline.ts";
import { people, reviewPolicy } from "../../../testing/pull-kit.ts";
import { submissionStates } from "../../registry/submission-states.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 1, 10, minute));
const label = (text: string, minute: number, by: number = people.machine): LabelEvent => ({
  label: text,
  by,
  at: at(minute),
});
const shown = (labels: readonly LabelEvent[], known: Parameters<typeof timelineOf>[3] = []): readonly string[] =>
  timelineOf({ openedAt: at(0) }, labels, reviewPolicy, known).map(
    ({ state, since }) => `${since.slice(11, 16)} ${state}`,
  );

test("a submission is submitted from its opening on, then in the states that the machine's labels told", () => {
  expect(shown([])).toEqual(["10:00 submitted"]);
  const labels = [
    label("state: in review", 5),
    label("state: changes requested", 20),
    label("appealed", 21),
    label("help wanted", 22),
  ];
  expect(shown(labels)).toEqual(["10:00 submitted", "10:05 in_review", "10:20 changes_requested"]);
});

test("labels of anybody else tell nothing, and one that is told again begins nothing new", () => {
  const labels = [
    label("state: published", 3, people.author),
    label("state: in review", 5),
    label("state: in review", 9),
    label("state: rejected", 12, people.reviewer),
  ];
  expect(shown(labels)).toEqual(["10:00 submitted", "10:05 in_review"]);
});

test("one that lands was approved with the last approval that it needed, or just now if it needed none", () => {
  const labels = [label("state: in review", 5)];
  expect(shown(labels, landedStates([{ at: at(30) }, { at: at(40) }], at(42)))).toEqual([
    "10:00 submitted",
    "10:05 in_review",
    "10:40 approved",
    "10:42 published",
  ]);
  expect(shown([], landedStates([], at(2)))).toEqual(["10:00 submitted", "10:02 approved", "10:02 published"]);
  // A run before was stopped just before it landed.
  expect(shown([label("state: approved", 41)], landedStates([{ at: at(40) }], at(50)))).toEqual([
    "10:00 submitted",
    "10:41 approved",
    "10:50 published",
  ]);
});

test("whatever the clocks say, no state begins before the one before it, none follows itself, and a document keeps them", () => {
  const events = fc.array(
    fc.record({
      label: fc.constantFrom(...submissionStates.map((state) => `state: ${state.replace("_", " ")}`), "other"),
      by: fc.constantFrom(people.machine, people.stranger),
      at: fc.integer({ min: -50, max: 50 }).map(at),
    }),
    { maxLength: 150 },
  );
  fc.assert(
    fc.property(events, fc.integer({ min: -50, max: 50 }), (labels, now) => {
      const timeline = timelineOf({ openedAt: at(0) }, labels, reviewPolicy, landedStates([], at(now)));
      const times = timeline.map(({ since }) => since);
      expect(times).toEqual(times.toSorted());
      expect(timeline.filter(({ state }, index) => state === timeline[index + 1]?.state)).toEqual([]);
      expect(timeline.at(-1)?.state).toBe("published");
      expect(timeline.length).toBeLessThanOrEqual(100);
    }),
  );
});
