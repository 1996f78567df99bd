import { describe, expect, test } from "vitest";

import type { ComposedFile } from "../registry/compose.ts";
import type { VersionBody } from "../registry/documents.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aPackage, type PackageBuilder, utf8 } from "../../testing/builders.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const NEW = "com.example.todo";

const store = aStore();
const ada = store.developer;
store.withApp(
  anApp({ versions: [{ permissions: ["storage"] }, { track: "beta", versionCode: 5, version: "2.0.0-beta" }] }),
);
store.withApp(anApp({ id: "com.example.gone" }));
const kit = new ReviewKit(store);
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
kit.base.set("tombstones/com.example.gone.json", json({ app_id: "com.example.gone", reason: "Malware." }));
kit.base.set(
  "reserved.json",
  json({ prefixes: [{ prefix: "com.mosis", owners: ["mosis"], why: "Ours." }], developers: [] }),
);

const app = (id: string, code: number, version = `1.${code}.0`): PackageBuilder =>
  aPackage().with({ id, version, version_code: code }).signedBy(ada.signer);

/** A new app with its listing and first version. */
function newApp(id = NEW, change: Parameters<ReviewKit["app"]>[3] = {}): readonly ComposedFile[] {
  const by = [ada.signer];
  return [kit.app(id, ada, by, change), kit.listing(id, by), kit.version(app(id, 1), by)];
}

const version = (built: PackageBuilder, change: Partial<VersionBody> = {}): readonly ComposedFile[] => [
  kit.version(built, [ada.signer], change),
];

function tombstone(id: string): readonly ComposedFile[] {
  return [{ path: `registry/tombstones/${id}.json`, bytes: json({ app_id: id, reason: "Nobody uses it." }) }];
}

describe("the verdict on", () => {
  test.for<[string, () => readonly ComposedFile[], string[]]>([
    ["a new app is that a person looks at it", () => newApp(), ["review", "risk/first-app"]],
    [
      "a new app in a category that is none",
      () => newApp(NEW, { categories: ["tools", "toys"] }),
      ["fail", "risk/first-app", "category/unknown"],
    ],
    ["a new app with a reserved id", () => newApp("com.mosis.todo"), ["fail", "risk/first-app", "submission/reserved"]],
    ["a new app whose id only begins alike", () => newApp("com.mosistore.todo"), ["review", "risk/first-app"]],
    ["an update is to merge", () => version(app(NOTES, 2)), ["merge"]],
    ["an update of another track with a number below", () => version(app(NOTES, 3)), ["merge"]],
    ["an update with the number of another track's", () => version(app(NOTES, 5)), ["fail", "submission/immutable"]],
    [
      "an update of the beta track below its newest",
      () => version(app(NOTES, 4), { track: "beta" }),
      ["fail", "version/order"],
    ],
    ["a version of a removed app", () => version(app("com.example.gone", 2)), ["fail", "submission/tombstoned"]],
    [
      "an event of a removed app",
      () => [kit.event("com.example.gone", [ada.signer])],
      ["fail", "submission/tombstoned"],
    ],
    [
      "a version that calls itself otherwise",
      () => version(app(NOTES, 2), { version: "9.9.9" }),
      ["fail", "version/manifest-differs"],
    ],
    ["a removal is that a person looks at it", () => tombstone(NOTES), ["review", "risk/withdrawal"]],
    [
      "a removal of what is not there",
      () => tombstone("com.example.missing"),
      ["fail", "risk/withdrawal", "registry/dangling"],
    ],
    [
      "a document that breaks its schema",
      () => version(app(NOTES, 2), { rollout_bp: -1 }),
      ["fail", "registry/schema"],
    ],
    [
      "something that is no submission",
      () => [{ path: "README.md", bytes: utf8("x") }],
      ["fail", "registry/unknown-path"],
    ],
  ])("%s", ([, files, expected]) => {
    expect(kit.rules(files()).toSorted()).toEqual(expected.toSorted());
  });

  test("an app that is there already, though the pull request began before it was", () => {
    const stale = kit.review(newApp(NOTES), { before: new Map() });
    expect(stale.kind).toBe("new-app");
    expect(stale.findings.map(({ rule }) => rule)).toContain("submission/id-taken");
  });

  test("a developer that is there already, though the pull request began before they were", () => {
    const [file] = ada.files();
    const stale = kit.review(file === undefined ? [] : [file], { before: new Map() });
    expect(stale.kind).toBe("register");
    expect(stale.findings.map(({ rule }) => rule)).toContain("submission/id-taken");
  });
});

test("the same submission always gets the same report", () => {
  const files = newApp(NEW, { categories: ["toys"] });
  const report = kit.review(files);
  expect(kit.review(files.toReversed())).toEqual(report);
  expect(report.findings.map(({ severity }) => severity).toSorted()).toEqual(["error", "review"]);
});

describe("what a person looks at, though no rule is broken:", () => {
  const dangerous = (permissions: readonly string[]): PackageBuilder =>
    app(NOTES, 2).with({
      permissions,
      permission_reasons: Object.fromEntries(permissions.map((id) => [id, "Needed."])),
      ...(permissions.includes("network") && { network: { hosts: ["example.com"] } }),
    });
  const other = aStore();
  other.withApp(anApp({ versions: [{ permissions: ["camera"] }] }));
  const withCamera = new ReviewKit(other);
  const update = (built: PackageBuilder): ComposedFile =>
    withCamera.version(built.signedBy(other.developer.signer), [other.developer.signer]);

  test("a dangerous permission that is added, not one that is harmless", () => {
    expect(kit.rules(version(dangerous(["storage", "db", "network"])))).toEqual(["merge"]);
    expect(kit.rules(version(dangerous(["storage", "camera"])))).toEqual(["review", "risk/permission-added"]);
  });

  test("nothing when the permission was there before", () => {
    expect(withCamera.rules([update(dangerous(["camera", "db"]))])).toEqual(["merge"]);
  });

  test("the network for an app that already has a dangerous one", () => {
    const report = withCamera.review([update(dangerous(["camera", "network"]))]);
    const found = report.findings.find(({ rule }) => rule === "risk/permission-added");
    expect(report.verdict).toBe("review");
    expect(found?.message).toBe('The update adds the permission "network" to an app that has "camera".');
  });

  test("a package from another host than before", () => {
    const config = JSON.parse(new TextDecoder().decode(store.registryFiles().get("registry.json"))) as {
      policy: object;
    };
    kit.base.set(
      "registry.json",
      json({ ...config, policy: { ...config.policy, package_hosts: ["packages.example", "*.other.example"] } }),
    );
    const file = kit.version(app(NOTES, 2), [ada.signer], {}, "https://cdn.other.example/notes.mosis");
    expect(kit.rules([file])).toEqual(["review", "risk/origin-changed"]);
  });
});

test("a developer can take an app over only with its owner", () => {
  const bob = new DeveloperKit("bob", "test");
  for (const { path, bytes } of bob.files()) kit.base.set(path.slice("registry/".length), bytes);
  expect(kit.rules([kit.app(NOTES, bob, [bob.signer], { seq: 2 })])).toContain("owner/signature");
});
