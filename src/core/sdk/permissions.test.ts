import { expect, test } from "vitest";

import { highestLevel, permissionOf, permissions } from "./permissions.ts";
import { schemas } from "../schemas/published.ts";

test("are sorted, and each is found by its id", () => {
  const ids = permissions.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  for (const permission of permissions) expect(permissionOf(permission.id)).toBe(permission);
  expect(permissionOf("toString")).toBeUndefined();
});

test.for(permissions)(
  "$id says in plain words what an app may do, and what review does",
  ({ id, level, sentence, review }) => {
    expect(id).toMatch(new RegExp(schemas.common.$defs.permission.pattern));
    expect(["normal", "dangerous", "system"]).toContain(level);
    // It ends a sentence such as "This app can …", and stands alone in a list.
    expect(sentence).toMatch(/^[A-Z][^.]{5,70}[^.]$/);
    expect(review).toMatch(/^[A-Z].*\.$/);
  },
);

test.for<[readonly string[], string | null]>([
  [[], null],
  [["storage"], "normal"],
  [["storage", "camera"], "dangerous"],
  [["apps.manage", "camera"], "system"],
  [["storage", "made.up"], "dangerous"],
])("the most serious level of %j is %s", ([ids, level]) => {
  expect(highestLevel(ids)).toBe(level);
});

test("those that reach what is private ask first", () => {
  const asking = permissions.filter(({ level }) => level === "dangerous").map(({ id }) => id);
  expect(asking).toEqual(["camera", "clipboard", "contacts", "location", "microphone"]);
});
