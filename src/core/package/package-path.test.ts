import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkPackagePath,
  compareEntryPaths,
  comparePaths,
  findPathConflicts,
  type PackagePath,
  parsePackagePath,
} from "./package-path.ts";

const paths = (...texts: string[]) => texts as PackagePath[];

test.for([
  "manifest.json",
  "lua/main.lua",
  "a",
  "A-b_c.9",
  "-rf",
  "icons/com10",
  "icons/console.png",
  "xcon",
  "a..b",
  `${"a/".repeat(15)}b`,
  "b".repeat(200),
])("accepts %s", (path) => {
  expect(checkPackagePath(path)).toBeNull();
  expect(parsePackagePath(path)).toBe(path);
});

test.for([
  ["", "is empty"],
  ["/a", "is absolute"],
  ["a/", "names a folder"],
  ["a//b", "has an empty segment"],
  ["a/./b", 'has a segment "."'],
  ["..", 'has a segment ".."'],
  [".a", "has a segment that starts with a dot"],
  ["a./b", "has a segment that ends with a dot"],
  ["a b", "has a character other than A-Z a-z 0-9 . _ -"],
  ["a\n", "has a character other than A-Z a-z 0-9 . _ -"],
  ["ä", "has a character other than A-Z a-z 0-9 . _ -"],
  ["nUl", 'has the name of a Windows device, "nUl"'],
  ["a/aux.lua", 'has the name of a Windows device, "aux.lua"'],
  ["LPT0.a.b", 'has the name of a Windows device, "LPT0.a.b"'],
  ["b".repeat(201), "is longer than 200 bytes"],
  [`${"a/".repeat(16)}b`, "is more than 16 segments deep"],
] as const)("says that %j %s", ([path, trouble]) => {
  expect(checkPackagePath(path)).toBe(trouble);
  expect(parsePackagePath(path)).toBeNull();
});

test("orders paths by their bytes", () => {
  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const ascii = fc.string({ unit: "grapheme-ascii", maxLength: 6 });
  fc.assert(
    fc.property(fc.array(ascii), (texts) => {
      expect(paths(...texts).toSorted(comparePaths)).toEqual(texts.toSorted(byBytes));
    }),
  );
});

test("orders entries with the manifest first and the signature last", () => {
  const sorted = paths("z", "signature.sig", "a/b", "B", "manifest.json", "a-b").toSorted(compareEntryPaths);
  expect(sorted).toEqual(["manifest.json", "B", "a-b", "a/b", "z", "signature.sig"]);
});

test("finds no conflict between paths that only look alike", () => {
  expect(findPathConflicts(paths("a", "ab", "a.b/c", "b/a", "b/c/a", "a-b"))).toEqual([]);
});

test.for([
  ["a path given twice", ["a", "a"], { kind: "duplicate", path: "a", other: "a" }],
  ["files that differ in case", ["x/a", "x/A"], { kind: "twin", path: "x/A", other: "x/a" }],
  ["folders that differ in case", ["x/a", "X/b"], { kind: "twin", path: "X/b", other: "x/a" }],
  ["deep folders that differ in case", ["x/y/a", "x/Y/b"], { kind: "twin", path: "x/Y/b", other: "x/y/a" }],
  ["a file before the folder of its name", ["a", "a/b"], { kind: "file-as-folder", path: "a", other: "a/b" }],
  ["a file after the folder of its name", ["a/b/c", "a/b"], { kind: "file-as-folder", path: "a/b", other: "a/b/c" }],
  ["a file and a folder that differ in case", ["A", "a/b"], { kind: "file-as-folder", path: "A", other: "a/b" }],
] as const)("finds %s", ([, given, conflict]) => {
  expect(findPathConflicts(paths(...given))).toEqual([conflict]);
});

test("stays linear for the largest set of deep paths", () => {
  const deep = Array.from({ length: 4096 }, (_, index) => `${"a/".repeat(15)}${index}`);
  expect(findPathConflicts(paths(...deep))).toEqual([]);
});
