import { join } from "node:path";

import { expect, test } from "vitest";

import type { FieldChange } from "./diff-manifests.ts";
import { diffPackages } from "./diff-packages.ts";
import { diffVersions } from "./diff-versions.ts";
import type { VersionDocument } from "../index/api-documents.ts";
import { readPackage } from "../package/read-package.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { anApp } from "../../testing/app-kit.ts";
import { bundleModule } from "../../testing/bundle.ts";
import { fileOf } from "../../testing/index-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

/** Bytes that a page may load to compare versions, minified. */
const BUDGET = 2_000;

test("what is published of two versions tells the same as their packages", () => {
  const store = aStore().withApp(
    anApp({
      versions: [
        { permissions: ["storage", "camera"], files: { "assets/old.txt": "1", "assets/edited.txt": "ab" } },
        { permissions: ["network", "storage"], files: { "assets/new.txt": "22", "assets/edited.txt": "ba" } },
      ],
    }),
  );
  const { files } = store.index();
  const documents = [1, 2].map((code) =>
    fileOf<VersionDocument>(files, `v1/apps/com.example.notes/versions/${code}.json`),
  );
  const packages = store.app().packages.map(({ archive }) => readPackage(archive, nodePackagePorts).opened!);
  const published = diffVersions(documents[0]!, documents[1]!);
  const { calls: _, permissions, ...opened } = diffPackages(packages[0]!, packages[1]!);
  const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);
  // The published manifest is canonical: its members stand in another order.
  const byField = (changes: readonly FieldChange[]) => changes.toSorted((a, b) => (a.field < b.field ? -1 : 1));
  expect({ ...published, manifest: byField(published.manifest) }).toEqual({
    ...opened,
    manifest: byField(opened.manifest),
    permissions: { added: ids(permissions.added), removed: ids(permissions.removed) },
  });
  expect(published.permissions).toEqual({ added: ["network"], removed: ["camera"] });
  expect(published.files.changed.map(({ path }) => path)).toContain("assets/edited.txt");
  expect(diffVersions(documents[0]!, documents[0]!)).toMatchObject({
    same: true,
    manifest: [],
    unpacked: { delta: 0 },
  });
});

test("a page can afford it: neither the tables of the API nor those of rules come along", async () => {
  const { bytes, parts } = await bundleModule(join(import.meta.dirname, "diff-versions.ts"));
  expect(bytes.length, JSON.stringify(parts)).toBeLessThanOrEqual(BUDGET);
});
