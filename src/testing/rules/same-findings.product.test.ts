import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ruleFixtures } from "./all.ts";
import { archiveFixtures } from "./archives.ts";
import { openCheckPage, type CheckPage } from "./check-page.ts";
import { NOTES, world } from "./world.ts";
import { toHex } from "../../core/bytes.ts";
import { verifyDownload } from "../../core/device/verify-download.ts";
import { rules } from "../../core/findings/catalogue.ts";
import { type Finding, hasErrors, sortFindings } from "../../core/findings/finding.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import { bytesSource } from "../../core/package/byte-source.ts";
import type { CheckSubject } from "../../core/package/checking/check-messages.ts";
import { readPackageSource } from "../../core/package/read-package.ts";
import { checkInWorker } from "../../node/checking/check-in-worker.ts";
import type { NodeChecker } from "../../node/checking/check-subject.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { fileSource } from "../../node/file-source.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { readProject } from "../../node/project.ts";
import { checkHere } from "../check-here.ts";
import { runInMemory } from "../cli/run-in-memory.ts";

const MAIN = join(import.meta.dirname, "../../../dist/cli/main.js");
const APPS = join(import.meta.dirname, "../../system-apps");
/** One archive of so many is also given to a process of its own. */
const EVERY = 6;

const run = promisify(execFile);
const { kit, ada, update } = world();
const archives = archiveFixtures(ada.signer);
const cwd = mkdtempSync(join(tmpdir(), "mosis-same-"));
let page: CheckPage;

beforeAll(async () => {
  page = await openCheckPage();
});
afterAll(async () => {
  rmSync(cwd, { recursive: true });
  await page.close();
});

test("there are 60 archives, and they meet many rules", () => {
  expect(archives).toHaveLength(60);
  const met = new Set(archives.flatMap(({ bytes }) => core(bytes).map(({ rule }) => rule)));
  expect(met.size).toBeGreaterThan(45);
});

describe("a worker of Node and one of a browser, from its bundle, say the same as this process, byte for byte,", () => {
  const same = async (subjects: readonly CheckSubject[]): Promise<void> => {
    const told = async (checker: NodeChecker) => {
      const reports: string[] = [];
      for (const subject of subjects) reports.push(JSON.stringify(await checker(subject)));
      return reports;
    };
    const [inBrowser, inWorker, here] = await Promise.all([page.check(subjects), told(checkInWorker), told(checkHere)]);
    for (const [index, report] of here.entries()) {
      expect(inWorker[index]).toBe(report);
      expect(inBrowser[index]).toBe(report);
    }
  };

  test("of the archives", () => same(archives.map(({ bytes }) => ({ kind: "archive", archive: bytes }))));

  test("of the package of every fixture of a rule", async () => {
    // 50 MiB are too many to carry into a page only to be refused for it.
    const { "zip/too-large": _, ...fixtures } = ruleFixtures;
    const subjects = Object.values(fixtures).flatMap((fixture) => fixture.subjects?.() ?? []);
    expect(subjects.length).toBeGreaterThan(100);
    await same(subjects);
  });

  test("of every first-party app", async () => {
    const apps = readdirSync(APPS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const read = await Promise.all(apps.map(({ name }) => readProject(join(APPS, name), checkHere)));
    expect(read.length).toBeGreaterThan(2);
    await same(read.map(({ files }) => ({ kind: "files", files })));
  });
});

test("a worker of a browser is ended in the middle of an endless loop", async () => {
  expect(await page.checkEndlessly()).toMatchObject({
    manifest: null,
    findings: [{ rule: "package/too-costly", file: "a.lua" }],
  });
});

describe.for(archives.map((archive, index) => ({ ...archive, index })))("$name", ({ name, bytes, index }) => {
  const file = join(cwd, `${toHex(nodeCrypto.sha256(new TextEncoder().encode(name))).slice(0, 16)}.mosis`);
  const expected = JSON.stringify(core(bytes));
  beforeAll(() => writeFileSync(file, bytes));
  const findingsOf = (stdout: string): string =>
    JSON.stringify((JSON.parse(stdout) as { readonly findings: unknown }).findings);

  test("is told the same by `mosis validate`", async () => {
    const { stdout } = await runInMemory(["validate", file, "--json"], { cwd });
    expect(findingsOf(stdout)).toBe(expected);
  });

  test(
    "is told the same by `mosis validate` as it is compiled",
    { tags: index % EVERY === 0 ? [] : ["deep"] },
    async () => {
      const args = [MAIN, "validate", file, "--json"];
      const { stdout } = await run(process.execPath, args).catch((error: { readonly stdout: string }) => error);
      expect(findingsOf(stdout)).toBe(expected);
    },
  );

  test("is told the same by review", () => {
    const url = "https://packages.example/fixture.mosis";
    const sha256 = toHex(nodeCrypto.sha256(bytes)) as Sha256;
    const reference = { url, length: bytes.length, sha256, content_digest: "0".repeat(64) as Sha256 };
    const submitted = kit.version(update, [ada.signer], { package: reference });
    const { findings } = kit.review([submitted], { fetched: { [url]: bytes } });
    expect(JSON.stringify(findings.filter(isOfPackage))).toBe(expected);
  });

  test("is told the same by a device that would install it, or refused for it", () => {
    const source = fileSource(file, bytes.length);
    expect(JSON.stringify(sortFindings(readPackageSource(source, nodePackagePorts).findings))).toBe(expected);
    const plan = { app_id: NOTES, to: {}, pin: {} } as unknown as Parameters<typeof verifyDownload>[1];
    if (!hasErrors(core(bytes))) return;
    const verified = verifyDownload({ archive: source, signature: new Uint8Array() }, plan, [], nodePackagePorts);
    expect(verified).toMatchObject({ ok: false, problem: "package" });
    expect(verified.ok ? null : JSON.stringify(sortFindings(verified.findings))).toBe(expected);
  });
});

function core(bytes: Uint8Array): readonly Finding[] {
  return sortFindings(readPackageSource(bytesSource(bytes), nodePackagePorts).findings);
}

/** Of the package itself, not of the documents about it. */
function isOfPackage({ rule, file }: Finding): boolean {
  return rules[rule].scope === "package" && file?.startsWith("registry/") !== true;
}
