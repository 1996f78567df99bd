import { expect, test } from "vitest";

import { headSince, machineMarker, markedComments } from "./machine-marker.ts";
import { aPull, people, type PullKit, reviewPolicy } from "../../../testing/pull-kit.ts";

const HEAD = "a".repeat(40);
const since = (pull: PullKit) => headSince(pull.facts(), reviewPolicy, pull.now);

test("the machine remembers since when it knows a head; a marker of anybody else is text", () => {
  const known = machineMarker("review", `${HEAD} 2026-11-03T04:05:06.000Z`);
  const forged = machineMarker("review", `${HEAD} 2020-01-01T00:00:00.000Z`);
  const pull = aPull().waits(1);
  expect(since(pull)).toEqual(pull.facts().openedAt);
  pull.says("author", forged).says("reviewer", `hello\n${forged}`);
  expect(since(pull)).toEqual(pull.facts().openedAt);
  pull.says("machine", `${known}\n\nText`, { edited: true });
  expect(since(pull)).toEqual(new Date("2026-11-03T04:05:06Z"));
  expect(since(pull.pushed())).toEqual(pull.now);
});

test("comments are found by kind", () => {
  const pull = aPull().says("machine", machineMarker("answer", "comment 7")).says("machine", "<!-- mosis:answer x");
  const found = markedComments(pull.facts().comments, "answer", reviewPolicy);
  expect(found.map(({ value, comment }) => [value, comment.author])).toEqual([["comment 7", people.machine]]);
  expect(markedComments(pull.facts().comments, "review", reviewPolicy)).toEqual([]);
});
