import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readRegistry, type RegistryFiles } from "./model.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { utf8 } from "../../testing/builders.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aStore } from "../../testing/store-kit.ts";
import { TrustKit } from "../../testing/trust-kit.ts";

const NOTES = "apps/31/com.example.notes";
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));

const store = aStore({ name: "mosis" })
  .withApp(anApp({ versions: [{}, {}] }))
  .withApp(anApp({ id: "com.example.weather", name: "Weather" }));
store.app().event("yank", 1, { reason: "It crashes." }).event("unyank", 1).moderate("hold", "We look at it.");
store.developer.rotate();
store.developer.rotate();

const files: RegistryFiles = new Map([
  ...store.registryFiles(),
  ["trust/1.root.json", new TrustKit().roots[0] ?? new Uint8Array()],
  ["tombstones/com.example.gone.json", json({ app_id: "com.example.gone", reason: "Malware." })],
  [
    "decisions/com.example.notes/1-1.json",
    json({
      app_id: "com.example.notes",
      version_code: 1,
      n: 1,
      verdict: "merge",
      reasons: [],
      reviewers: [],
      statements: [],
      approved: [],
      sample: null,
      risk: { score: 0, parts: [] },
      inputs: {
        base: "0".repeat(40),
        head: "1".repeat(40),
        files: [{ path: "registry/x.json", sha256: "0".repeat(64) }],
      },
      validator_version: "0.1.0",
    }),
  ],
  [
    "exceptions/package-icon-size--com.example.notes.json",
    json({
      rule: "package/icon-size",
      app_id: "com.example.notes",
      reason: "Old.",
      approver: 1,
      expires: "2026-12-31",
    }),
  ],
]);

const read = (all: RegistryFiles): ReturnType<typeof readRegistry> => readRegistry(all, nodeCrypto.sha256);

/** What is found after some files were replaced, added or, with null, removed. */
function problems(change: Readonly<Record<string, Uint8Array | null>>): readonly string[] {
  const all = new Map(files);
  for (const [path, bytes] of Object.entries(change)) {
    if (bytes === null) all.delete(path);
    else all.set(path, bytes);
  }
  return read(all).findings.map(
    ({ rule, file, pointer, message }) => `${rule} ${file}${pointer === undefined ? "" : `#${pointer}`} ${message}`,
  );
}

/** A signed file with keys of its body replaced; signatures are not asked about here. */
function changed(path: string, change: object): Record<string, Uint8Array> {
  const { signed } = JSON.parse(new TextDecoder().decode(files.get(path))) as { signed: object };
  return { [path]: json({ signatures: [], signed: { ...signed, ...change } }) };
}

describe("a registry", () => {
  test("is read whole", () => {
    const { registry, findings } = read(files);
    expect(findings).toEqual([]);
    expect(registry?.config.name).toBe("mosis");
    expect([...(registry?.apps.keys() ?? [])]).toEqual(["com.example.notes", "com.example.weather"]);
    const notes = registry?.apps.get(store.app().id);
    expect(notes?.versions.map(({ version_code: code }) => code)).toEqual([1, 2]);
    expect(notes?.events.map(({ n, action }) => `${n} ${action}`)).toEqual(["1 yank", "2 unyank"]);
    expect(notes?.moderation.map(({ action }) => action)).toEqual(["hold"]);
    expect([...(notes?.listings.keys() ?? [])]).toEqual(["en"]);
    const ada = registry?.developers.get(store.developer.id);
    expect(ada?.rotations.map(({ signed }) => signed.seq)).toEqual([1, 2]);
    expect(ada?.developer.keys).toHaveLength(3);
    expect([...(registry?.tombstones.keys() ?? [])]).toEqual(["com.example.gone"]);
    expect([...(registry?.trust.roots.keys() ?? [])]).toEqual([1]);
  });

  test("is the same whatever the order of its files", () => {
    const expected = JSON.stringify(read(files).registry, replacer);
    fc.assert(
      fc.property(fc.shuffledSubarray([...files], { minLength: files.size }), (shuffled) => {
        expect(JSON.stringify(read(new Map(shuffled)).registry, replacer)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });

  test("is none without its configuration", () => {
    expect(read(new Map()).registry).toBeNull();
    expect(problems({ "registry.json": null })).toEqual(["registry/missing registry.json There is no registry.json."]);
    expect(problems({ "categories.json": json({ categories: [{}] }) })).toEqual([
      'registry/schema categories.json#/categories/0 "categories.0" lacks "id".',
      'registry/schema categories.json#/categories/0 "categories.0" lacks "name".',
    ]);
  });
});

test("collections are read where there are some; broken ones are told of and missed by nobody", () => {
  const picks = { id: "staff-picks", name: { en: "Staff picks" }, apps: ["com.example.notes"] };
  const collectionsOf = (value: unknown) => read(new Map([...files, ["collections.json", json(value)]]));
  expect(read(files).registry?.collections).toEqual({ collections: [] });
  expect(collectionsOf({ collections: [picks] })).toMatchObject({
    registry: { collections: { collections: [picks] } },
    findings: [],
  });
  expect(collectionsOf({ collections: [{ ...picks, name: {} }] })).toMatchObject({
    registry: { collections: { collections: [] } },
    findings: [{ rule: "registry/schema", file: "collections.json" }],
  });
});

describe("is found out:", () => {
  test.for<[string, Readonly<Record<string, Uint8Array | null>>, string[]]>([
    [
      "a file of no kind",
      { "notes.txt": utf8("x") },
      ['registry/unknown-path notes.txt "notes.txt" is no path of a registry.'],
    ],
    [
      "a document without signatures around it",
      { "developers/bob.json": json({ id: "bob" }) },
      ["signed/envelope developers/bob.json# This is no signed document."],
    ],
    [
      "a document for another registry",
      changed(`${NOTES}/events/2.json`, { registry: "evil" }),
      [
        `registry/other-registry ${NOTES}/events/2.json#/signed/registry The document is for the registry "evil", this is "mosis".`,
      ],
    ],
    [
      "a document moved to another app",
      { [`${NOTES}/listing/de.json`]: files.get(`${NOTES}/listing/en.json`) ?? null },
      [`registry/path-binding ${NOTES}/listing/de.json#/signed/locale "locale" is "en", the path says "de".`],
    ],
    [
      "a version under another number",
      { [`${NOTES}/versions/3.json`]: files.get(`${NOTES}/versions/2.json`) ?? null },
      [`registry/path-binding ${NOTES}/versions/3.json#/signed/version_code "version_code" is 2, the path says 3.`],
    ],
    [
      "a body of another type",
      changed(`${NOTES}/events/2.json`, { _type: "mosis-version" }),
      [`registry/schema ${NOTES}/events/2.json#/signed/_type "_type" is "mosis-version".`],
    ],
    [
      "an unsigned document with a key nobody knows",
      { "tombstones/com.example.gone.json": json({ app_id: "com.example.gone", reasn: "x", reason: "y" }) },
      ['registry/schema tombstones/com.example.gone.json#/reasn The document has the unknown key "reasn".'],
    ],
    [
      "an exception for another rule",
      {
        "exceptions/package-icon-format--com.example.notes.json":
          files.get("exceptions/package-icon-size--com.example.notes.json") ?? null,
      },
      [
        'registry/path-binding exceptions/package-icon-format--com.example.notes.json#/rule "rule" is "package/icon-size", the path says "package/icon-format".',
      ],
    ],
    [
      "an app without its app.json",
      { "apps/49/com.example.weather/app.json": null },
      [
        "registry/dangling apps/49/com.example.weather/listing/en.json There is no app.json of com.example.weather.",
        "registry/dangling apps/49/com.example.weather/versions/1.json There is no app.json of com.example.weather.",
      ],
    ],
    [
      "an app without its owner",
      changed(`${NOTES}/app.json`, { owner: "nobody" }),
      [`registry/dangling ${NOTES}/app.json#/signed/owner There is no developer "nobody".`],
    ],
    [
      "trust metadata that is no signed document",
      { "trust/1.root.json": utf8("{}") },
      ["signed/envelope trust/1.root.json# This is no signed document."],
    ],
  ])("%s", ([, change, expected]) => {
    expect(problems(change)).toEqual(expected);
  });

  test("and nothing but the broken document is left out", () => {
    const { registry } = read(new Map([...files, [`${NOTES}/versions/2.json`, utf8("{")]]));
    expect(registry?.apps.get(store.app().id)?.versions).toHaveLength(1);
    expect(registry?.apps.size).toBe(2);
  });
});

test("signed documents may say more than this version knows", () => {
  const path = `${NOTES}/app.json`;
  const { signed } = JSON.parse(new TextDecoder().decode(files.get(path))) as { signed: Record<string, never> };
  const more = encodeAtRest({ signatures: [], signed: { ...signed, later: { a: [1] } } });
  const { registry, findings } = read(new Map([...files, [path, more]]));
  expect(findings).toEqual([]);
  expect(registry?.apps.get(store.app().id)?.app).toMatchObject({ later: { a: [1] } });
});

function replacer(_: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return value instanceof Uint8Array ? [...value] : value;
}
