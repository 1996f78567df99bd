import { expect, test } from "vitest";

import { appOf, difference, markConsequences, sortDifferences } from "./difference.ts";
import type { AppId } from "../ids/ids.ts";

const HASH = "0".repeat(64);

test.each([
  ["packages/com.a.b/1/package.mosis", "com.a.b"],
  ["deltas/com.a.b/1-2.mosisdelta", "com.a.b"],
  ["assets/com.a.b/icon-32.png", "com.a.b"],
  [`targets/apps/${HASH}.com.a.b.json`, "com.a.b"],
  ["apps/com.a.b.json", "com.a.b"],
  ["v1/apps/com.a.b.json", "com.a.b"],
  ["v1/apps/com.a.b/versions.json", "com.a.b"],
  ["v1/apps/com.a.b/versions/3.json", "com.a.b"],
  ["v1/apps.json", null],
  [`targets/${HASH}.platform-keys.json`, null],
  ["tuf/1.bin-0.json", null],
])("%s belongs to the app %s", (path, app) => {
  expect(appOf(path)).toBe(app);
});

test("what stands for itself comes before what may only follow from it", () => {
  const cause = "packages/com.a.b/1/signature.sig";
  const unsure = new Map([["com.a.b" as AppId, cause]]);
  const found = [
    difference(`targets/apps/${HASH}.com.a.b.json`, "missing"),
    difference("v1/apps.json", "different"),
    difference("tuf/1.bin-0.json", "different", { entry: "apps/com.a.b.json" }),
    difference("assets/com.a.b/icon-32.png", "different"),
    difference("packages/com.a.b/1/package.mosis", "different"),
    difference("v1/apps/com.c.d.json", "different"),
    difference(cause, "signature"),
  ];
  const sorted = sortDifferences(markConsequences(found, unsure));
  expect(sorted.map(({ path, because }) => [path, because])).toEqual([
    ["assets/com.a.b/icon-32.png", null],
    ["packages/com.a.b/1/package.mosis", null],
    [cause, null],
    ["v1/apps/com.c.d.json", null],
    [`targets/apps/${HASH}.com.a.b.json`, cause],
    ["tuf/1.bin-0.json", cause],
    ["v1/apps.json", cause],
  ]);
  const bytes = new Map([["com.a.b" as AppId, "packages/com.a.b/2/package.mosis"]]);
  expect(markConsequences(found, bytes)[3]).toMatchObject({ because: "packages/com.a.b/2/package.mosis" });
});

test("without a cause nothing is marked", () => {
  const found = [difference("v1/apps.json", "different")];
  expect(markConsequences(found, new Map())).toEqual(found);
});
