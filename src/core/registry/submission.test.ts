import { describe, expect, test } from "vitest";

import { registryPath, REGISTRY_FOLDER, type RegistryPlace } from "./paths.ts";
import { type Change, classifySubmission, submissionKinds } from "./submission.ts";
import type { AppId, DeveloperId, VersionCode } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { utf8 } from "../../testing/builders.ts";

const { sha256 } = nodeCrypto;
const app = "com.example.notes" as AppId;
const other = "com.example.other" as AppId;
const developer = "ada" as DeveloperId;

const places = {
  developer: { kind: "developer", developer },
  rotation: { kind: "rotation", developer, seq: 1 },
  app: { kind: "app", app },
  en: { kind: "listing", app, locale: "en" },
  de: { kind: "listing", app, locale: "de" },
  version: { kind: "version", app, versionCode: 1 as VersionCode },
  version2: { kind: "version", app, versionCode: 2 as VersionCode },
  event: { kind: "event", app, n: 1 },
  tombstone: { kind: "tombstone", app },
  moderation: { kind: "moderation", app, n: 1 },
  decision: { kind: "decision", app, versionCode: 1 as VersionCode, n: 1 },
  config: { kind: "registry" },
  otherVersion: { kind: "version", app: other, versionCode: 1 as VersionCode },
} as const satisfies Record<string, RegistryPlace>;

/** `+place` adds a file, `~place` changes it, `-place` removes it. */
function classify(...changes: readonly string[]): ReturnType<typeof classifySubmission> {
  return classifySubmission(changes.map(changeOf), sha256);
}

function changeOf(text: string): Change {
  const place = places[text.slice(1) as keyof typeof places];
  const path = REGISTRY_FOLDER + registryPath(place, sha256);
  return { path, before: text.startsWith("+") ? null : utf8("1"), after: text.startsWith("-") ? null : utf8("2") };
}

describe("is one submission of its kind:", () => {
  const accepted = [
    ["register", ["+developer"]],
    ["developer-change", ["~developer"]],
    ["rotate", ["~developer", "+rotation"]],
    ["new-app", ["+app", "+en", "+version"]],
    ["new-app", ["+version", "+de", "+en", "+app"]],
    ["version", ["+version2"]],
    ["event", ["+event"]],
    ["listing", ["~en"]],
    ["listing", ["+de", "~en"]],
    ["transfer", ["~app"]],
    ["withdraw", ["+tombstone"]],
  ] as const;

  test.for(accepted)("%s of %j", ([kind, changes]) => {
    const classified = classify(...changes);
    expect(classified).toMatchObject({ ok: true, kind });
    if (classified.ok) expect(classified.changes).toHaveLength(changes.length);
  });

  test("and every kind is among them", () => {
    const kinds = new Set<string>(accepted.map(([kind]) => kind));
    expect(Object.keys(submissionKinds).filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});

describe("is no submission:", () => {
  test.for([
    ["nothing", [], ["submission/kind"]],
    ["an app without a version", ["+app", "+en"], ["submission/kind", "submission/kind"]],
    ["an app without a listing", ["+app", "+version"], ["submission/kind", "submission/kind"]],
    ["an app with two versions", ["+app", "+en", "+version", "+version2"], Array(4).fill("submission/kind")],
    ["two versions", ["+version", "+version2"], ["submission/kind", "submission/kind"]],
    ["a version and an event", ["+version", "+event"], ["submission/kind", "submission/kind"]],
    ["a version and a listing", ["+version", "~en"], ["submission/kind", "submission/kind"]],
    ["a rotation alone", ["+rotation"], ["submission/kind"]],
    ["registration and app in one", ["+developer", "+app", "+en", "+version"], ["submission/kind"]],
    ["versions of two apps", ["+version", "+otherVersion"], ["submission/kind"]],
    ["a changed version", ["~version"], ["submission/immutable"]],
    ["a changed event", ["~event"], ["submission/immutable"]],
    ["a changed rotation", ["~rotation", "~developer"], ["submission/immutable", "submission/kind"]],
    ["a removed version", ["-version"], ["submission/immutable"]],
    ["a removed listing", ["-en"], ["submission/kind"]],
    ["a removed developer", ["-developer"], ["submission/kind"]],
    ["a removed tombstone", ["-tombstone"], ["submission/kind"]],
    ["an act of operators", ["+moderation"], ["submission/kind"]],
    ["a decision", ["+decision"], ["submission/kind"]],
    ["a changed decision", ["~decision"], ["submission/immutable"]],
    ["the configuration", ["~config"], ["submission/kind"]],
  ] as [string, string[], string[]][])("%s", ([, changes, rules]) => {
    const classified = classify(...changes);
    expect(classified.ok ? classified.kind : classified.findings.map(({ rule }) => rule)).toEqual(rules);
  });

  test.for([
    "README.md",
    "registry/README.md",
    "registry/../registry/registry.json",
    ".github/workflows/review.yml",
    "src/core/json/parse.ts",
  ])("anything with %s", (path) => {
    const classified = classifySubmission([changeOf("+version"), { path, before: null, after: utf8("x") }], sha256);
    expect(classified).toMatchObject({ ok: false, findings: [{ rule: "registry/unknown-path", file: path }] });
  });

  test("says what the pull request mixes", () => {
    expect(classify("+version", "+otherVersion")).toMatchObject({
      findings: [{ message: "The pull request changes com.example.notes and com.example.other." }],
    });
  });
});
