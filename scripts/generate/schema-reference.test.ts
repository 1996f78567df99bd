import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { documentExample } from "./schema-example.ts";
import { membersOf, type SchemaName } from "./schema-members.ts";
import { registryDocuments, schemaReference } from "./schema-reference.ts";
import { parseManifest } from "../../src/core/manifest/parse-manifest.ts";
import { parseRegistryPath } from "../../src/core/registry/paths.ts";
import { validators as appValidators } from "../../src/core/schemas/app-validators.generated.ts";
import { schemas } from "../../src/core/schemas/published.ts";
import { validators as registryValidators } from "../../src/core/schemas/registry-validators.generated.ts";

const pages = schemaReference();
const validators = { ...appValidators, ...registryValidators };
const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/** What stands for the placeholders of a path. */
const IDS: Readonly<Record<string, string>> = {
  id: "ada",
  hh: "31",
  app_id: "com.example.notes",
  locale: "en",
  code: "2",
  n: "1",
  seq: "1",
  family: "package",
  rule: "file-type",
};

describe("the reference of the schemas", () => {
  test("has a page with the address of every schema but the shared definitions", () => {
    const linked = [...pages.values()].flatMap((text) =>
      Array.from(text.matchAll(/\]\((https:.+\.schema\.json)\)/g), ([, address = ""]) => address),
    );
    const addresses = Object.values(schemas).map(({ $id }) => $id);
    expect(linked.toSorted()).toEqual(addresses.filter((address) => address !== schemas.common.$id).toSorted());
  });

  test.for(registryDocuments)("tells where a registry keeps %s", (kind) => {
    const [, path = ""] = /^- Path: `registry\/(.+)`$/m.exec(pageOf(`registry/${kind}`)) ?? [];
    const filled = path.replaceAll(/<(\w+)>/g, (_, name: string) => IDS[name] ?? name);
    expect(parseRegistryPath(filled, sha256)?.kind).toBe(kind);
  });

  test("tells who signs", () => {
    expect(pageOf("registry/version")).toContain("- Signed by: a version key\n");
    expect(pageOf("registry/moderation")).toContain("- Written by: operators\n");
  });

  test("has members of members, shared definitions and items of lists", () => {
    const paths = membersOf("developer").map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["contact.email", "members[].role", "keys[].keyval.public"]));
    expect(membersOf("version").map(({ path }) => path)).not.toContain("manifest.id");
  });

  test("tells what a key must be, its limits, an example and the rules that point to it", () => {
    expect(pageOf("manifest")).toContain(
      [
        "## `license`",
        "SPDX licence expression.",
        [
          "- May be left out",
          "- Value: text of at most 100 characters, an SPDX licence expression such as MIT",
          '- Example: `"MIT"`',
          "- Rules: [text/license](rules.md#textlicense)",
        ].join("\n"),
      ].join("\n\n"),
    );
  });
});

describe("the example documents", () => {
  test.for(Object.keys(validators) as (keyof typeof validators)[])("of %s keeps its schema", (name) => {
    const validate = validators[name];
    expect([validate(documentExample(name as SchemaName)), validate.errors]).toEqual([true, null]);
  });

  test("of a manifest keeps every rule of manifests", () => {
    const bytes = new TextEncoder().encode(JSON.stringify(documentExample("manifest")));
    expect(parseManifest(bytes).findings).toEqual([]);
  });
});

function pageOf(name: string): string {
  return pages.get(`docs/reference/${name}.md`) ?? "";
}
