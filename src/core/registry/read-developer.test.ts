import { describe, expect, test } from "vitest";

import type { RegistryFiles } from "./model.ts";
import { readDeveloper } from "./read-developer.ts";
import type { DeveloperId } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { utf8 } from "../../testing/builders.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const ada = "ada" as DeveloperId;
const store = aStore();
const unrotated = store.registryFiles();
store.developer.rotate();
store.developer.rotate();
const files = store.registryFiles();
const [first, second] = [1, 2].map((seq) => `developers/ada/rotations/${seq}.json`);

const read = (all: RegistryFiles) => readDeveloper(all, ada, nodeCrypto.sha256);
const rules = (change: Readonly<Record<string, Uint8Array | null>>): readonly string[] => {
  const changed = [...new Map([...files, ...Object.entries(change)])].filter((entry) => entry[1] !== null);
  const result = read(new Map(changed) as RegistryFiles);
  return result.ok ? [] : result.findings.map(({ file, rule }) => `${file} ${rule}`);
};

test("gives the developer document and its rotations in order", () => {
  const result = read(new Map([...files].reverse()));
  expect(result).toMatchObject({ ok: true, record: { developer: { id: "ada" } } });
  if (!result.ok) return;
  expect(result.record?.rotations.map(({ signed }) => signed)).toEqual(store.developer.rotations.map((r) => r.signed));
});

test("gives nobody where the registry does not know the developer", () => {
  expect(read(new Map([...files].filter(([path]) => !path.startsWith("developers/"))))).toEqual({
    ok: true,
    record: null,
  });
});

describe("finds", () => {
  test("a rotation that is missing", () => {
    expect(rules({ [first!]: null })).toEqual([`registry/${first} registry/chain`]);
  });

  test("rotations that were written without their developer document", () => {
    const before = unrotated.get("developers/ada.json") ?? null;
    expect(rules({ "developers/ada.json": before })).toEqual([
      `registry/${first} owner/rotation`,
      `registry/${second} owner/rotation`,
    ]);
  });

  test("a document that breaks a rule of the registry", () => {
    expect(rules({ "developers/ada.json": utf8("{}") })).toContain("registry/developers/ada.json signed/envelope");
    expect(rules({ "registry.json": null })).toEqual(["registry/registry.json registry/missing"]);
    const [{ bytes } = { bytes: utf8("") }] = new DeveloperKit("ada", "other").files();
    expect(rules({ "developers/ada.json": bytes })).toContain("registry/developers/ada.json registry/other-registry");
  });
});
