import { describe, expect, test } from "vitest";

import { type KnownName, type NameKind, NameIndex } from "./name-index.ts";
import { lookAlikeDistance } from "./look-alike-distance.ts";
import { skeleton } from "./skeleton.ts";
import { editDistance } from "../findings/edit-distance.ts";
import { measureNames } from "../../../scripts/bench/names.ts";
import { seededRandom } from "../../testing/synthetic-ids.ts";

const known = (kind: NameKind, text: string, ...owners: readonly string[]): KnownName => ({
  kind,
  text,
  owners,
  what: "it",
});
const index = new NameIndex([
  known("app-id", "com.example.notes", "ada"),
  known("app-id", "io.github.moritz.weather", "moritz"),
  known("app-name", "Super Notes", "ada"),
  known("app-name", "Maps", "ada"),
  known("developer-id", "graceful", "graceful"),
]);
const distances = (kind: NameKind, text: string, owner = "bob"): readonly number[] =>
  index.similar(kind, text, owner).map(({ distance }) => distance);

describe("an id that can be taken for another one", () => {
  test.for<[string, number]>([
    ["com.examp1e.notes", 0],
    ["com.exarnple.notes", 0],
    ["com.exam-ple.notes", 0],
    ["com.exa.mplenotes", 0],
    ["com.exampl.notes", 1],
    ["com.exmaple.notes", 1],
    ["com.examplle.notes", 1],
    ["com.wxample.notes", 1],
    ["com.notes.example", 1],
    ["net.example.notes", 1],
    ["com.example.notes.pro", 1],
    ["io.github.rnoritz.vveather", 0],
    ["com.exampled.motes", 2],
  ])("%s is %d away", ([text, distance]) => {
    expect(distances("app-id", text)).toEqual([distance]);
  });

  test.for(["com.example.todo", "org.ada.planner", "com.sample.nodes", "com.example.notes"])("%s is none", (text) => {
    expect(distances("app-id", text)).toEqual([]);
  });

  test("is no trouble among the apps of one owner", () => {
    expect(distances("app-id", "com.example.notes2", "ada")).toEqual([]);
  });
});

test("numbered names are akin, not look-alikes", () => {
  const levels = new NameIndex([known("app-id", "com.example.level2", "ada")]);
  expect(levels.similar("app-id", "com.example.level3", "bob").map(({ distance }) => distance)).toEqual([2]);
  expect(levels.similar("app-id", "com.example.leve12", "bob").map(({ distance }) => distance)).toEqual([0]);
});

test.for<[NameKind, string, readonly number[]]>([
  ["app-name", "Super Notes", [0]],
  ["app-name", "SUPER-NOTES!", [0]],
  ["app-name", "Ѕuреr Nоtеѕ", [0]],
  ["app-name", "Süper Nötes", [0]],
  ["app-name", "Super Note", [1]],
  ["app-name", "Súper Nota", [2]],
  ["app-name", "Map", []],
  ["app-name", "Maps", [0]],
  ["developer-id", "gracefull", [1]],
  ["developer-id", "graceful", []],
])("%s %s is %o away", ([kind, text, expected]) => {
  expect(distances(kind, text)).toEqual(expected);
});

test("skeletons of what looks the same are the same", () => {
  expect(new Set(["modern", "m0dem", "rnodern", "MODERN", "mо-dern"].map(skeleton)).size).toBe(1);
  expect(skeleton("vvillow")).toBe(skeleton("wiLL0w"));
});

test("the distance is that of edits where no letter is beside another, and never above the limit", () => {
  const random = seededRandom(3);
  const word = (): string => Array.from({ length: 12 }, () => "aqpm"[Math.floor(random() * 4)] ?? "a").join("");
  for (let run = 0; run < 2000; run += 1) {
    const [a, b] = [word(), word().slice(0, 12)];
    const distance = lookAlikeDistance(a, b, 3);
    expect(distance).toBe(editDistance(a, b, 3));
    expect(lookAlikeDistance(b, a, 3)).toBe(distance);
  }
});

test("finds planted look-alikes and lets others be", () => {
  const { recall, falseHolds } = measureNames(11);
  expect(recall).toBeGreaterThanOrEqual(0.95);
  expect(falseHolds).toBeLessThanOrEqual(0.02);
});
