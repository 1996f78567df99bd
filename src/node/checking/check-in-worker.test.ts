import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { checkInWorker, workerChecker } from "./check-in-worker.ts";
import { bytesSource, ChangedSourceError } from "../../core/package/byte-source.ts";
import { readPackage, readPackageSource } from "../../core/package/read-package.ts";
import { nodePackagePorts } from "../package-ports.ts";
import { aPackage } from "../../testing/builders.ts";
import { checkHere } from "../../testing/check-here.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

const files = aPackage().withFile("assets/code.lua", "load(x)()").without("icons/icon-32.png");
const subject = { kind: "archive", archive: files.bytes() } as const;
const patient = { fileMs: 60_000, packageMs: 60_000 };

test("says the same of an archive, of its files and of a file on disk as this process does", async () => {
  const path = join(temporaryFolder(), "app.mosis");
  writeFileSync(path, subject.archive);
  const here = await checkHere(subject);
  expect(here.findings.map(({ rule }) => rule)).toContain("package/icon-missing");
  expect(await checkInWorker(subject)).toEqual(here);
  expect(await checkInWorker({ kind: "files", files: files.files() })).toEqual(here);
  const onDisk = await checkInWorker({ kind: "path", path, length: subject.archive.length });
  expect(onDisk).toMatchObject(here);
  expect(readPackageSource(bytesSource(subject.archive), nodePackagePorts, onDisk)).toMatchObject({
    opened: { contentDigest: readPackage(subject.archive, nodePackagePorts).opened?.contentDigest },
    findings: here.findings,
  });
  const other = { ...onDisk, digests: new Map() };
  expect(() => readPackageSource(bytesSource(subject.archive), nodePackagePorts, other)).toThrow(ChangedSourceError);
});

test("throws what the worker met", async () => {
  const path = join(temporaryFolder(), "app.mosis");
  writeFileSync(path, subject.archive.subarray(0, 100));
  const longer = { kind: "path", path, length: subject.archive.length } as const;
  await expect(checkInWorker(longer)).rejects.toMatchObject({ name: "ChangedSourceError" });
  await expect(checkInWorker({ ...longer, path: `${path}.not` })).rejects.toMatchObject({ code: "ENOENT" });
});

describe("a worker of this machine", () => {
  test("is ended in the middle of an endless loop", async () => {
    const check = workerChecker(worker("say({ kind: 'begun', file: 'a.lua' }); for (;;);"), { ...patient, fileMs: 50 });
    expect(await check(subject)).toMatchObject({
      manifest: null,
      findings: [{ rule: "package/too-costly", file: "a.lua" }],
    });
  });

  test("that takes all memory it may have takes no more, and ends nobody else", async () => {
    const hungry =
      "say({ kind: 'begun', file: 'a.lua' }); const all = []; for (;;) all.push([all.length, 'x'.repeat(all.length)]);";
    expect(await workerChecker(worker(hungry), patient, 16)(subject)).toMatchObject({
      findings: [{ rule: "package/too-costly", message: expect.stringContaining("memory") }],
    });
  });

  test("that cannot start, or ends by itself, is an error", async () => {
    await expect(workerChecker(worker("", "import './nothing.js';"), patient)(subject)).rejects.toThrow();
    await expect(workerChecker(worker("process.exit(0);"), patient)(subject)).rejects.toThrow("ended by itself");
  });

  test("is not called late for what it said in time while this process was busy", async () => {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const quick = "say({ kind: 'done', report: 'said' }); Atomics.store(new Int32Array(archive.buffer), 0, 1);";
    const check = workerChecker(worker(quick), { ...patient, packageMs: 1 });
    const answer = check({ kind: "archive", archive: new Uint8Array(flag.buffer) });
    await Promise.resolve();
    // Long after the deadline, which nobody could notice.
    while (Atomics.load(flag, 0) === 0);
    expect(await answer).toBe("said");
  });
});

/** A module for a worker that does this when it is asked. */
function worker(work: string, first = ""): URL {
  const text = `${first} import { parentPort } from "node:worker_threads";
    const say = (message) => parentPort.postMessage(message);
    parentPort.on("message", ({ archive }) => { ${work} });`;
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`);
}
