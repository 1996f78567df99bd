import { expect, test } from "vitest";

import { type OpenSubmission, overtakenBy, type SubmittedVersion } from "./overtaken.ts";
import type { AppId, VersionCode } from "../../ids/ids.ts";
import { readRegistry } from "../../registry/model.ts";
import { nodeCrypto } from "../../../node/crypto.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { aStore } from "../../../testing/store-kit.ts";

const app = "com.example.notes" as AppId;
const code = (value: number) => value as VersionCode;
const mine: SubmittedVersion = { number: 10, app, track: "stable", versionCode: code(5) };
const other = (change: Partial<OpenSubmission>): OpenSubmission => ({
  ...mine,
  number: 11,
  versionCode: code(6),
  verdict: "review",
  ...change,
});

test("a newer submission on the same track takes its place", () => {
  expect(overtakenBy(mine, undefined, [other({}), other({ number: 12, versionCode: code(7) })])).toBe(
    "Version code 7 in #12",
  );
});

test.for<[string, Partial<OpenSubmission>]>([
  ["itself", { number: 10 }],
  ["an older one", { versionCode: code(4) }],
  ["one of the same code", { versionCode: code(5) }],
  ["another track", { track: "beta" }],
  ["another app", { app: "com.example.other" as AppId }],
  ["one that fails, which anybody could open", { verdict: "fail" }],
])("%s does not", ([, change]) => {
  expect(overtakenBy(mine, undefined, [other(change)])).toBeNull();
});

test("a newer version that has landed takes its place, unless it is that version itself", () => {
  const files = aStore()
    .withApp(anApp({ versions: [{}, {}, {}] }))
    .registryFiles();
  const record = readRegistry(files, nodeCrypto.sha256).registry?.apps.get(app);
  const skipped = { ...record!, versions: record!.versions.filter(({ version_code: each }) => each !== 2) };
  expect(overtakenBy({ ...mine, versionCode: code(2) }, skipped)).toMatch(/^Version code 3, which is on the stable/);
  expect(overtakenBy({ ...mine, versionCode: code(2) }, record)).toBeNull();
  expect(overtakenBy({ ...mine, versionCode: code(4) }, record)).toBeNull();
  expect(overtakenBy({ ...mine, versionCode: code(2), track: "beta" }, skipped)).toBeNull();
});
