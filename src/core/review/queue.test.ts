import { expect, test } from "vitest";

import { MOST_QUEUED, nextQueue, type QueuedSubmission, type ReviewQueue } from "./queue.ts";
import type { AppId } from "../ids/ids.ts";

const waiting = (number: number, change: Partial<QueuedSubmission> = {}): QueuedSubmission => ({
  number,
  url: `https://forge.example/pull/${number}`,
  kind: "version",
  app_id: "com.example.notes" as AppId,
  state: "in_review",
  appealed: false,
  next: "reviewer",
  since: "2026-11-01T10:00:00Z",
  deadline: "2026-11-08T10:00:00Z",
  ...change,
});
const now = new Date("2026-11-02T12:00:00Z");
const everything = { isOpen: () => true, now };
const before: ReviewQueue = { as_of: "2026-11-01T10:05:00Z", submissions: [waiting(3), waiting(7)] };

test("a queue takes what was looked at, keeps what was not, and drops what is not open any more", () => {
  const mended = waiting(7, { state: "changes_requested", next: "developer" });
  const isOpen = (number: number): boolean => number !== 3;
  expect(nextQueue(before, [mended, waiting(5)], { isOpen, now })).toEqual({
    as_of: "2026-11-02T12:00:00Z",
    submissions: [waiting(5), mended],
  });
  expect(nextQueue(null, [], everything)).toEqual({ as_of: "2026-11-02T12:00:00Z", submissions: [] });
});

test("a queue in which nothing changed is the same, so that nothing is written", () => {
  expect(nextQueue(before, [waiting(7)], everything)).toBe(before);
  expect(nextQueue(before, [], everything)).toBe(before);
});

test("a crowd does not make a queue that nobody can load: the oldest stay in it", () => {
  const crowd = Array.from({ length: MOST_QUEUED + 50 }, (_, index) => waiting(1000 + index));
  const { submissions } = nextQueue(before, crowd, everything);
  expect(submissions).toHaveLength(MOST_QUEUED);
  expect(submissions.slice(0, 3).map(({ number }) => number)).toEqual([3, 7, 1000]);
});
