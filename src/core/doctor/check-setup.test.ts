import { expect, test } from "vitest";

import { checkSetup } from "./check-setup.ts";
import type { SetupFacts } from "./setup-facts.ts";

const fine: SetupFacts = {
  node: { version: "24.1.0", trouble: null },
  mosis: { version: "0.1.0", installed: null },
  git: { version: "2.40.0", name: "Ada", email: "ada@example.com" },
  home: { path: "/home/ada/.mosis", trouble: null },
  keyFolder: { path: "/home/ada/.mosis/keys", mode: 0o700, trouble: null },
  keys: [{ path: "/home/ada/.mosis/keys/1.pem", mode: 0o600, encrypted: true, trouble: null }],
  leftovers: [],
  charset: "utf8",
  project: { app: "com.example.notes", errors: 0, others: 0 },
  store: {
    url: "https://store.example/",
    unreachable: null,
    trust: { root: "0".repeat(64), isPinned: true, expires: "2026-12-01T00:00:00Z" },
    trouble: null,
    clockAheadMs: 1000,
  },
};

const found = (change: Partial<SetupFacts>): readonly string[] =>
  checkSetup({ ...fine, ...change }).flatMap(({ id, status }) => (status === "ok" ? [] : [`${status} ${id}`]));

test("every point has one result, in one order", () => {
  const checks = checkSetup(fine);
  expect(checks.every(({ status, fix }) => status === "ok" && fix === null)).toBe(true);
  expect(checks.map(({ id }) => id)).toMatchInlineSnapshot(`
    [
      "node",
      "mosis",
      "git",
      "git-author",
      "home",
      "key-folder",
      "keys",
      "key-modes",
      "key-passphrases",
      "leftovers",
      "encoding",
      "project",
      "store",
      "store-trust",
      "clock",
    ]
  `);
});

test("a Node that mosis does not run on fails", () => {
  expect(found({ node: { version: "20.1.0", trouble: "mosis needs Node 24 or newer." } })).toEqual(["fail node"]);
});

test("remarks about a project are worth a look, errors are in the way", () => {
  expect(found({ project: { app: "com.example.notes", errors: 0, others: 1 } })).toEqual(["warn project"]);
  expect(found({ project: { app: null, errors: 1, others: 1 } })).toEqual(["fail project"]);
  expect(found({ project: null })).toEqual([]);
});

test("a system without modes has nothing to say about them", () => {
  const [key] = fine.keys;
  expect(found({ keyFolder: { ...fine.keyFolder, mode: null }, keys: [{ ...key!, mode: null }] })).toEqual([]);
});

test.each([
  [0, []],
  [119_000, []],
  [-119_000, []],
  [121_000, ["warn clock"]],
  [-3_599_000, ["warn clock"]],
  [3_600_000, ["fail clock"]],
  [-86_400_000, ["fail clock"]],
])("a clock that is %i ms ahead", (clockAheadMs, expected) => {
  expect(found({ store: { ...fine.store!, clockAheadMs } })).toEqual(expected);
});

test("what hangs on a store that is away is not asked", () => {
  const store = { ...fine.store!, trust: null, unreachable: "no connection" };
  expect(found({ store })).toEqual(["fail store"]);
  const broken = { ...fine.store!, trust: null, trouble: { message: "Altered.", fix: "Do not install." } };
  expect(found({ store: broken })).toEqual(["fail store-trust"]);
});
