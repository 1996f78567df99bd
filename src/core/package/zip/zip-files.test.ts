import { expect, test } from "vitest";
import { checkZipFiles } from "./zip-files.ts";

const file = (path: string, length = 0) => ({ path, data: new Uint8Array(length) });
const manifest = file("manifest.json");

test("returns files the profile holds as they are", () => {
  const files = [file("lua/main.lua", 3), manifest];
  expect(checkZipFiles(files)).toEqual({ ok: true, files });
});

test.for([
  ["zip/path", 'The path "lua/.hidden" has a segment that starts with a dot.', [manifest, file("lua/.hidden")]],
  ["zip/path", 'The path "lua/" names a folder.', [manifest, file("lua/")]],
  ["zip/duplicate-path", 'Two entries have the path "manifest.json".', [manifest, manifest]],
  [
    "zip/path-twin",
    '"B" and "b" differ only in case, and some file systems hold only one of them.',
    [manifest, file("b"), file("B")],
  ],
  ["zip/file-as-folder", '"b" is a file, and "b/c" needs a folder of that name.', [manifest, file("b"), file("b/c")]],
  ["zip/first-entry", "There is no manifest.json.", [file("a")]],
  [
    "zip/too-many-entries",
    "There are 4097 files.",
    [manifest, ...Array.from({ length: 4096 }, (_, index) => file(`f${index}`))],
  ],
  [
    "zip/inflated-too-large",
    "All files together have 209715201 bytes.",
    [manifest, file("a", 100 << 20), file("b", (100 << 20) + 1)],
  ],
] as const)("reports %s: %s", ([rule, message, files]) => {
  expect(checkZipFiles(files)).toMatchObject({ ok: false, findings: [{ rule, message }] });
});

test("collects everything that is wrong", () => {
  const check = checkZipFiles([file("a b"), file("x"), file("X"), file("/y")]);
  expect(check.ok ? [] : check.findings.map(({ rule }) => rule)).toEqual([
    "zip/path",
    "zip/path",
    "zip/path-twin",
    "zip/first-entry",
  ]);
});
