import { expect, test } from "vitest";

import { diffPackages } from "./diff-packages.ts";
import { openFiles } from "../package/read-package.ts";
import type { PackagePath } from "../package/package-path.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { manifestText, type ProjectFiles, sampleFiles } from "../../testing/cli/sample-project.ts";

const REASONS = { storage: "Keeps what you write.", location: "Finds the weather where you are." };

test("finds nothing between a package and itself, however it is signed", () => {
  const diff = diffPackages(opened(), opened({ "signature.sig": "anything" }));
  expect(diff).toMatchObject({ same: true, manifest: [], unpacked: { delta: 0 } });
  expect(diff.permissions).toEqual({ added: [], removed: [] });
  expect(diff.hosts).toEqual({ added: [], removed: [] });
  expect(diff.files).toEqual({ added: [], removed: [], changed: [] });
});

test("names changed, new and gone values of the manifest by pointer", () => {
  const before = manifestText({ tags: ["one"], summary: "Small.", "x-odd/key~": 1 });
  const after = manifestText({
    tags: ["one", "two"],
    author: { name: "Bob", email: "ada@example.com" },
    license: "MIT",
  });
  expect(diffPackages(opened({ "manifest.json": before }), opened({ "manifest.json": after })).manifest).toEqual([
    { field: "/author/name", before: "Ada", after: "Bob" },
    { field: "/tags", before: ["one"], after: ["one", "two"] },
    { field: "/summary", before: "Small." },
    { field: "/x-odd~1key~0", before: 1 },
    { field: "/license", after: "MIT" },
  ]);
});

test("explains permissions that came and went, whatever their order", () => {
  const before = manifestText({ permissions: ["storage", "location"], permission_reasons: REASONS });
  const after = manifestText({
    permissions: ["network", "storage"],
    permission_reasons: REASONS,
    network: { hosts: ["api.example.com"] },
  });
  const diff = diffPackages(opened({ "manifest.json": before }), opened({ "manifest.json": after }));
  expect(diff.permissions).toEqual({
    added: [{ id: "network", level: "normal", sentence: expect.stringMatching(/\w/) }],
    removed: [{ id: "location", level: "dangerous", sentence: expect.stringMatching(/\w/) }],
  });
  expect(diff.hosts).toEqual({ added: ["api.example.com"], removed: [] });
  expect(diff.manifest).toEqual([]);
});

test("compares hosts as a set", () => {
  const [before, after] = [
    ["a.example.com", "b.example.com"],
    ["c.example.com", "a.example.com"],
  ].map((hosts) => opened({ "manifest.json": manifestText({ permissions: ["network"], network: { hosts } }) }));
  expect(diffPackages(before!, after!).hosts).toEqual({ added: ["c.example.com"], removed: ["b.example.com"] });
});

test("tells files apart by content and sums up their sizes", () => {
  const before = opened({ "same.lua": "x", "gone.lua": "12345", "edited.lua": "ab" });
  const after = opened({ "same.lua": "x", "new.lua": "1", "edited.lua": "ba" });
  const { files, unpacked, same } = diffPackages(before, after);
  expect(files).toEqual({
    added: [{ path: "new.lua", length: 1 }],
    removed: [{ path: "gone.lua", length: 5 }],
    changed: [{ path: "edited.lua", before: 2, after: 2 }],
  });
  expect(unpacked.after - unpacked.before).toBe(-4);
  expect({ same, delta: unpacked.delta }).toEqual({ same: false, delta: -4 });
});

test("mirrors itself when the packages change places", () => {
  const [a, b] = [
    opened({ "one.lua": "1" }),
    opened({ "two.lua": "22", "manifest.json": manifestText({ name: "B" }) }),
  ];
  const [there, back] = [diffPackages(a, b), diffPackages(b, a)];
  expect(back.files.added).toEqual(there.files.removed);
  expect(back.files.removed).toEqual(there.files.added);
  expect(back.unpacked.delta).toBe(-there.unpacked.delta);
  expect(there.manifest).toEqual([{ field: "/name", before: "Sample", after: "B" }]);
});

function opened(changes: ProjectFiles = {}) {
  const files = Object.entries(sampleFiles(changes)).map(([path, data]) => ({
    path: path as PackagePath,
    data: typeof data === "string" ? new TextEncoder().encode(data) : data,
  }));
  const { opened: open } = openFiles(files, nodePackagePorts);
  return open!;
}
