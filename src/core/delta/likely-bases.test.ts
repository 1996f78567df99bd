import { expect, test } from "vitest";

import { likelyBases } from "./likely-bases.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { PackageFileRecord } from "../package/package-document.ts";

const file = (path: string, length: number, digit = "0"): PackageFileRecord => ({
  path,
  length,
  sha256: digit.repeat(64) as Sha256,
});
const older = [
  file("a/list.lua", 900, "1"),
  file("a/main.lua", 100, "2"),
  file("a/main.rml", 100, "3"),
  file("a/notes.lua", 120, "4"),
  file("a/other.lua", 80, "5"),
  file("a/words.lua", 5000, "6"),
];

test("a file that moved has itself as base, whatever it is called now", () => {
  expect(likelyBases(file("b/new.bin", 5000, "6"), older)).toEqual([5]);
});

test("none comes first, then of the same kind the same name, then about the same length", () => {
  expect(likelyBases(file("b/list.lua", 100), older)).toEqual([null, 0, 1, 3, 4]);
});

test("a large file is tried with one base only", () => {
  expect(likelyBases(file("b/data.lua", 300_000), older)).toEqual([null, 5]);
});

test("a file of a new kind has none", () => {
  expect(likelyBases(file("b/data.json", 100), older)).toEqual([null]);
});
