import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { filesPatch, type TextChange } from "./files-patch.ts";
import { newFilePage } from "./new-file-page.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

const git = (cwd: string, ...args: readonly string[]): string => execFileSync("git", args, { cwd, encoding: "utf8" });

test("git applies a patch to exactly what it says", () => {
  const folder = temporaryFolder();
  git(folder, "init", "-q");
  const changes: readonly TextChange[] = [
    { path: "registry/a/new.json", before: null, after: '{\n  "ä": "€"\n}\n' },
    { path: "one-line.txt", before: null, after: "one\n" },
    { path: "no-end.txt", before: null, after: "no end" },
    { path: "changed.json", before: "a\nb\nc\n", after: "a\nB\nc\nd\n" },
    { path: "ends.txt", before: "no end", after: "an end\n" },
  ];
  for (const { path, before } of changes) {
    if (before === null) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), before);
  }
  writeFileSync(join(folder, "p.patch"), filesPatch(changes));
  git(folder, "apply", "--check", "p.patch");
  git(folder, "apply", "p.patch");
  for (const { path, after } of changes) expect(readFileSync(join(folder, path), "utf8")).toBe(after);
});

test("a page for a new file holds one file that is not too long", () => {
  const registry = { owner: "mosis", repo: "registry" };
  const file = { path: "registry/a b.json", text: "{ & }\n" };
  const url = new URL(newFilePage("https://github.com", registry, [file])!);
  expect(url.pathname).toBe("/mosis/registry/new/main");
  expect(Object.fromEntries(url.searchParams)).toEqual({ filename: file.path, value: file.text });
  expect(newFilePage("https://github.com", registry, [file, file])).toBeNull();
  expect(newFilePage("https://github.com", registry, [{ ...file, text: "x".repeat(9000) }])).toBeNull();
});
