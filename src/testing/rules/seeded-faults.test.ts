import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { callFaults } from "./faults/call-faults.ts";
import { codeFaults } from "./faults/code-faults.ts";
import { dangerFaults } from "./faults/danger-faults.ts";
import { fileFaults } from "./faults/file-faults.ts";
import { manifestFaults } from "./faults/manifest-faults.ts";
import { rmluiFaults } from "./faults/rmlui-faults.ts";
import { type AppFiles, edited, located, readApp, type SeededFault } from "./faults/seeded-fault.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { fixers } from "../../core/fix/fixers.ts";
import { planFixes } from "../../core/fix/plan-fixes.ts";
import { checkPackage } from "../../core/package/check-package.ts";
import { checkEntries, checkProject } from "../../core/package/check-project.ts";
import type { PackageFile } from "../../core/package/package-document.ts";
import { isLeftOut, readProject } from "../../node/project.ts";
import { parseIgnoreFile } from "../../node/ignore.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { checkHere } from "../check-here.ts";
import { runInMemory } from "../cli/run-in-memory.ts";
import { temporaryFolder } from "../cli/temporary-folder.ts";

const faults = [...manifestFaults, ...codeFaults, ...dangerFaults, ...callFaults, ...rmluiFaults, ...fileFaults];
const apps = new Map(faults.map(({ app }) => [app, readApp(app)]));

test("forty faults or more, each told by its name", () => {
  expect(faults.length).toBeGreaterThanOrEqual(40);
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
});

test.for(faults)("a developer who $name is told that, where it is, and nothing else", (fault) => {
  const faulty = edited(originalOf(fault), fault.edit);
  expect(placesOf(check(faulty))).toEqual(fault.finds.map((each) => located(faulty, each)).toSorted());
});

// Nothing but the fixer of a rule that is found changes anything.
const isMendable = ({ finds }: SeededFault): boolean => finds.some(([rule]) => fixers[rule] !== undefined);

test("nothing is expected of --fix where no rule has a fix", () => {
  expect(faults.filter((fault) => fault.fix !== undefined && !isMendable(fault))).toEqual([]);
});

test.for(faults.filter(isMendable))("--fix does what is safe for a developer who $name, and nothing else", (fault) => {
  const original = originalOf(fault);
  const faulty = edited(original, fault.edit);
  const { fixes, writes } = planFixes(packed(faulty), nodePackagePorts);
  expect(fixes.map(({ message }) => message)).toEqual(fault.fix?.says ?? []);
  const mended = edited(faulty, (files) => writes.forEach((bytes, path) => files.set(path, bytes)));
  expect(differences(mended, wantedOf(fault, original, faulty))).toEqual([]);
  if (fixes.length === 0) return;
  expect(check(mended).map(({ rule }) => rule)).toEqual(fault.fix?.leaves ?? []);
});

const throughTheCommand = faults.filter(({ name }) =>
  ["deleted an `end` too many", "mistyped the key of a translation", "wrote the path of an icon in capitals"].includes(
    name,
  ),
);

test.for(throughTheCommand)("`mosis validate` says so of a developer who $name, and --fix writes it", async (fault) => {
  const original = originalOf(fault);
  const faulty = edited(original, fault.edit);
  const cwd = temporaryFolder();
  for (const [path, bytes] of faulty) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), bytes);
  }
  const told = await runInMemory(["validate", "--json"], { cwd });
  expect(JSON.parse(told.stdout)).toMatchObject({ findings: check(faulty) });
  await runInMemory(["validate", "--fix"], { cwd });
  const written = new Map([...faulty.keys()].map((path) => [path, readFileSync(join(cwd, path))]));
  expect(differences(written, wantedOf(fault, original, faulty))).toEqual([]);
  expect((await readProject(cwd, checkHere)).findings).toEqual(check(written));
});

function originalOf({ app }: SeededFault): AppFiles {
  return apps.get(app) ?? new Map();
}

function wantedOf({ fix }: SeededFault, original: AppFiles, faulty: AppFiles): AppFiles {
  if (fix === undefined) return faulty;
  return fix.edit === "undo" ? original : edited(faulty, fix.edit);
}

/** What `mosis validate` says of the folder. */
function check(files: AppFiles): readonly Finding[] {
  const entries = packed(files);
  const listing = checkEntries(entries.map(({ path, data }) => ({ path, kind: "file", length: data.length })));
  const paths = new Set<string>(listing.paths);
  const packable = entries.filter(({ path }) => paths.has(path));
  const checked = checkPackage(packable, nodePackagePorts);
  const { findings } = checkProject(packable, checked, (path) => files.has(path));
  return [...listing.findings, ...findings];
}

function packed(files: AppFiles): readonly PackageFile[] {
  const rules = parseIgnoreFile(new TextDecoder().decode(files.get(".mosisignore")));
  return [...files].flatMap(([path, data]) => (isLeftOut(path, rules) ? [] : [{ path, data } as PackageFile]));
}

function placesOf(findings: readonly Finding[]): readonly string[] {
  return findings
    .map(({ rule, file = "", range }) => `${rule} ${file}${range ? ` ${range.line}:${range.column}` : ""}`)
    .toSorted();
}

/** Paths of the files that are in one of the two only, or not the same. */
function differences(some: AppFiles, others: AppFiles): readonly string[] {
  return [...new Set([...some.keys(), ...others.keys()])].filter((path) => {
    const [one, other] = [some.get(path), others.get(path)];
    return one === undefined || other === undefined || !Buffer.from(one).equals(other);
  });
}
