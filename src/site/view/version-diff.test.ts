import { expect, test } from "vitest";

import { diffHtml } from "./diff-html.ts";
import { versionDiffView } from "./version-diff.ts";
import { diffVersions } from "../../core/diff/diff-versions.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import type { PackageFileRecord } from "../../core/package/package-document.ts";
import { anIndexedVersion, aReader, aVersionDocument } from "../../testing/store-data.ts";

const file = (path: string, length: number): PackageFileRecord => ({
  path,
  length,
  sha256: `${length}`.padStart(64, "0") as Sha256,
});
const first = aVersionDocument(anIndexedVersion(1, { permissions: ["storage", "made.up"] }), {
  files: [file("a.lua", 1000), file("gone.lua", 10), file("same.lua", 5)],
});
const second = aVersionDocument(anIndexedVersion(2, { permissions: ["storage", "camera"] }), {
  files: [file("a.lua", 2500), file("new.lua", 20), file("same.lua", 5)],
});

test("what people must know comes first: permissions, then the manifest, then files", () => {
  const view = versionDiffView(diffVersions(first, second), aReader());
  expect(
    view.map(({ title, lines }) => [title, ...lines.map(({ label, text, detail }) => `${label} ${text} ${detail}`)]),
  ).toMatchInlineSnapshot(`
      [
        [
          "Permissions",
          "Added Take pictures and record video camera",
          "Removed made.up ",
        ],
        [
          "Manifest",
          "Changed version 1.1.0 → 1.2.0",
          "Changed version_code 1 → 2",
        ],
        [
          "Files",
          "Added new.lua 20 bytes",
          "Removed gone.lua 10 bytes",
          "Changed a.lua 1 kB → 2.5 kB",
        ],
        [
          "Size",
          "Changed Unpacked 1 kB → 2.5 kB",
        ],
      ]
    `);
});

test("nothing is said where nothing changed", () => {
  expect(versionDiffView(diffVersions(first, first), aReader())).toEqual([]);
});

test("a change of everything is cut, with how much more there is", () => {
  const many = { ...second, files: Array.from({ length: 500 }, (_, at) => file(`f${at}.lua`, at)) };
  const files = versionDiffView(diffVersions(first, many), aReader()).find(({ title }) => title === "Files");
  expect([files?.lines.length, files?.more]).toEqual([40, "and 463 more"]);
});

test("names of files and values of the manifest are text, whatever they look like", () => {
  const attack = "<img src=x onerror=alert(1)>";
  const evil = { ...second, manifest: { ...second.manifest, name: attack }, files: [file(attack, 1)] };
  const html = diffHtml(versionDiffView(diffVersions(first, evil), aReader()), "h2");
  expect(html).not.toContain("<img");
  expect(html.split("&lt;img src=x onerror=alert(1)&gt;").length - 1).toBe(2);
});
