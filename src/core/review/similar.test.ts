import { describe, expect, test } from "vitest";

import { nextDecision } from "./decision.ts";
import { bringsNames } from "./similar.ts";
import { NameIndex } from "../names/name-index.ts";
import type { ComposedFile } from "../registry/compose.ts";
import { readRegistry } from "../registry/model.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aPackage, utf8 } from "../../testing/builders.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const store = aStore().withApp(anApp({ name: "Super Notes" }));
const ada = store.developer;
const bob = new DeveloperKit("bob", store.name);
const kit = new ReviewKit(store);
for (const { path, bytes } of bob.files()) kit.base.set(path.slice("registry/".length), bytes);
const reserved = { prefixes: [{ prefix: "com.mosis", owners: ["mosis"], why: "Ours." }], developers: ["support"] };
kit.base.set("reserved.json", utf8(JSON.stringify(reserved)));
kit.base.set("tombstones/org.example.removed.json", utf8('{"app_id": "org.example.removed", "reason": "Malware."}'));

function newApp(id: string, name: string, owner = bob): readonly ComposedFile[] {
  const by = [owner.signer];
  const first = aPackage().with({ id, name }).signedBy(owner.signer);
  return [kit.app(id, owner, by), kit.listing(id, by, { name }), kit.version(first, by)];
}

const told = (files: readonly ComposedFile[], choice = {}): readonly string[] =>
  kit
    .review(files, choice)
    .findings.filter(({ rule }) => rule.startsWith("name/"))
    .map(({ rule, pointer, message }) => `${rule} ${pointer} ${message}`);

describe("a new app", () => {
  test.for<[string, string, string[]]>([
    ["org.ada.planner", "Planner", []],
    [
      "com.exarnple.notes",
      "Planner",
      [
        'name/similar /signed/app_id "com.exarnple.notes" can be taken for "com.example.notes", the app com.example.notes of "ada".',
      ],
    ],
    [
      "org.bob.planner",
      "Super N0tes",
      ['name/similar /signed/name "Super N0tes" can be taken for "Super Notes", the app com.example.notes of "ada".'],
    ],
    [
      "com.rnosis.maps",
      "Planner",
      ['name/similar /signed/app_id "com.rnosis.maps" can be taken for "com.mosis", the reserved ids below com.mosis.'],
    ],
    [
      "org.example.removedd",
      "Planner",
      [
        'name/similar /signed/app_id "org.example.removedd" can be taken for "org.example.removed", the removed app org.example.removed.',
      ],
    ],
  ])("%s called %s", ([id, name, expected]) => {
    expect(told(newApp(id, name))).toEqual(expected);
  });

  test("may be like others of its owner", () => {
    expect(told(newApp("com.example.notes-pro", "Super Notes Pro", ada))).toEqual([]);
  });
});

test("a developer whose id is like a reserved one is looked at", () => {
  expect(told(new DeveloperKit("supp0rt", store.name).files())).toEqual([
    'name/similar /signed/id "supp0rt" can be taken for "support", the reserved developer "support".',
  ]);
});

describe("a look-alike that was approved for an app", () => {
  const diary = newApp("org.bob.diary", "Diary Deluxe");
  for (const { path, bytes } of diary) kit.base.set(path.slice("registry/".length), bytes);
  const renamed = (name: string, seq: number): readonly ComposedFile[] => [
    kit.listing(NOTES, [ada.signer], { seq, name }),
  ];
  const asks = (files: readonly ComposedFile[]): readonly string[] =>
    kit.review(files).findings.flatMap(({ rule, severity }) => (rule === "name/similar" ? [severity] : []));

  test("is not asked about again, however its name changed in between", () => {
    const report = kit.review(renamed("Diary De1uxe", 2));
    expect(report.verdict).toBe("review");
    const input = { verdict: "approved", report, base: "0".repeat(40), head: "1".repeat(40) } as const;
    const approval = { command: { name: "approve", sha: "1".repeat(40), reason: null }, by: 2, at: kit.now } as const;
    const timeline = [{ state: "published", since: "2026-11-01T12:00:00Z" }] as const;
    const acts = [{ ...approval, source: { kind: "comment", id: 1 } }] as const;
    const base = readRegistry(store.registryFiles(), nodeCrypto.sha256).registry!;
    const changes = renamed("Diary De1uxe", 2).map(({ path, bytes }) => ({ path, before: null, after: bytes }));
    const decision = nextDecision(
      { ...input, changes, acts, sample: null, submission: 1, timeline, validatorVersion: "0.1.0" },
      { files: new Map(), registry: base },
      nodeCrypto.sha256,
    );
    kit.base.set(decision!.path.slice("registry/".length), decision!.bytes);
    expect(asks(renamed("Diary De1uxe", 2))).toEqual(["info"]);
    expect(asks(renamed("Diary Deluxee", 2))).toEqual(["review"]);
  });

  test("is asked about where it is like another app", () => {
    const other = newApp("org.eve.diary", "Diary Deluxe", new DeveloperKit("eve", store.name));
    for (const { path, bytes } of other) kit.base.set(path.slice("registry/".length), bytes);
    for (const { path } of diary) kit.base.delete(path.slice("registry/".length));
    expect(asks(renamed("Diary De1uxe", 2))).toEqual(["review"]);
  });
});

test("an update is asked only when it brings another name", () => {
  const update = (name: string): readonly ComposedFile[] => {
    const app = aPackage().with({ name, version: "1.1.0", version_code: 2 }).signedBy(ada.signer);
    return [kit.version(app, [ada.signer])];
  };
  const { registry } = readRegistry(new Map([...store.registryFiles(), ...kit.base]), nodeCrypto.sha256);
  const brings = (files: readonly ComposedFile[]): boolean => {
    const changes = files.map(({ path, bytes }) => ({ path, before: null, after: bytes }));
    return bringsNames({ base: registry!, changes }, nodeCrypto);
  };
  expect(brings(update("Super Notes"))).toBe(false);
  expect(brings(update("Hyper Notes"))).toBe(true);
  expect(brings([kit.listing(NOTES, [ada.signer], { seq: 2, name: "Super Notes" })])).toBe(false);
  expect(brings([kit.event(NOTES, [ada.signer])])).toBe(false);
  expect(brings(newApp("org.ada.planner", "Planner"))).toBe(true);
  expect(brings([{ path: "README.md", bytes: utf8("x") }])).toBe(false);
  expect(new NameIndex([]).similar("app-name", "Hyper Notes", null)).toEqual([]);
});
