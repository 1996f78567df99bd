import { expect, test } from "vitest";
import { afterCrash, type Probation, startProbation } from "./probation.ts";
import { limits } from "../limits.ts";

const start = new Date("2026-11-01T12:00:00Z");
const after = (milliseconds: number): Date => new Date(start.getTime() + milliseconds);

test("a version that crashes again and again within a day is a crash loop", () => {
  let probation: Probation | null = startProbation(start);
  const kinds = Array.from({ length: limits.device.probationCrashes }, (_, index) => {
    const verdict = afterCrash(probation, after(index * 60_000));
    if (verdict.kind === "counted") probation = verdict.probation;
    return verdict.kind;
  });
  expect(kinds).toEqual(["counted", "counted", "loop"]);
});

test("the last moment of probation counts, the next one does not", () => {
  const probation = startProbation(start);
  expect(afterCrash(probation, after(limits.device.probationMs)).kind).toBe("counted");
  expect(afterCrash(probation, after(limits.device.probationMs + 1)).kind).toBe("ignored");
});

test("a crash of an app that was not updated counts for nothing", () => {
  expect(afterCrash(null, start)).toEqual({ kind: "ignored" });
});

test("a clock that was put back does not end probation", () => {
  expect(afterCrash(startProbation(start), new Date(0)).kind).toBe("counted");
});
