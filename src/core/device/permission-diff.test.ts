import { expect, test } from "vitest";
import { needsConsent, permissionDiff } from "./permission-diff.ts";

test("lists what comes and what goes, sorted and once", () => {
  const diff = permissionDiff(["storage", "camera"], ["network", "storage", "contacts", "network"]);
  expect(diff).toEqual({ added: ["contacts", "network"], removed: ["camera"] });
  expect(permissionDiff(["storage"], ["storage"])).toEqual({ added: [], removed: [] });
});

test("asks for every permission that an update adds", () => {
  expect(needsConsent(permissionDiff(["storage"], ["storage", "network", "camera"]), "update")).toEqual([
    "camera",
    "network",
  ]);
  expect(needsConsent(permissionDiff(["storage", "camera"], ["storage"]), "update")).toEqual([]);
});

test("asks at an installation for what is not normal, unknown ones included", () => {
  const diff = permissionDiff([], ["storage", "camera", "apps.manage", "teleport"]);
  expect(needsConsent(diff, "install")).toEqual(["apps.manage", "camera", "teleport"]);
});
