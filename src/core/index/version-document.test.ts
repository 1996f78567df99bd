import { describe, expect, test } from "vitest";

import type { AppSummary, VersionDocument } from "./api-documents.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import type { Decision, RegistryConfig } from "../registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { type AppChoice, anApp } from "../../testing/app-kit.ts";
import { allAt, fileOf } from "../../testing/index-kit.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";
import { addSignatures } from "../signing/signatures.ts";
import { buildIndex, type StoreIndex } from "./build-index.ts";

const NOTES = "com.example.notes" as AppId;
const SOURCE = { repository: "https://git.example/notes.git", commit: "5".repeat(40) };

interface Change {
  readonly decisions?: readonly Partial<Decision>[];
  readonly reviewers?: RegistryConfig["policy"]["reviewers"];
  readonly source?: typeof SOURCE;
}

/** The document of a version, by its code, of a store with so many decisions about it. */
function documentOf(store: StoreKit, code: number, change: Change = {}): VersionDocument {
  return fileOf(filesOf(store, code, change), `v1/apps/${NOTES}/versions/${code}.json`);
}

function filesOf(
  store: StoreKit,
  code: number,
  { decisions = [], reviewers = [], source }: Change = {},
): StoreIndex["files"] {
  const registry = store.registry();
  const { policy } = registry.config;
  const record = registry.apps.get(NOTES)!;
  const versions = record.versions.map((each) => (source === undefined ? each : { ...each, source }));
  const changed = { ...record, versions, decisions: decisions.map((each) => ({ ...aDecision(code), ...each })) };
  const { files } = buildIndex(
    {
      registry: {
        ...registry,
        config: { ...registry.config, policy: { ...policy, reviewers } },
        apps: new Map([[NOTES, changed]]),
      },
      facts: new Map(store.app().packages.map(({ facts }) => [facts.package.sha256, facts])),
      images: new Set(),
      history: allAt("2026-10-01T12:00:00Z"),
    },
    {
      sha256: nodeCrypto.sha256,
      countersign: (document) => addSignatures(document, [store.trust.keys.platform]),
    },
  );
  return files;
}

const storeOf = (choice: AppChoice): StoreKit => aStore().withApp(anApp(choice));

function aDecision(code: number): Decision {
  return {
    app_id: NOTES,
    version_code: code as VersionCode,
    n: 1,
    verdict: "approved",
    reasons: [{ rule: "risk/first-app", evidence: "It is the first version." }],
    reviewers: [7, 8],
    statements: ["Looks fine.", ""],
    approved: [{ rule: "risk/first-app", from: null, to: "1" }],
    sample: false,
    risk: { score: 3, parts: [{ part: "first-app", points: 3 }] },
    inputs: { base: "a".repeat(40), head: "b".repeat(40), files: [] },
    validator_version: "1.2.3",
  };
}

describe("the document of a version", () => {
  const store = storeOf({ versions: [{ permissions: ["camera"] }, { files: { "assets/more.lua": "return 1" } }] });

  test("is what the digest in the list of apps goes by, as all that /v1 says of the app", () => {
    const digestOf = (change?: Change): unknown =>
      fileOf<{ readonly apps: readonly AppSummary[] }>(filesOf(store, 2, change), "v1/apps.json").apps[0]?.digest;
    const decisions = [aDecision(2)];
    const source = { repository: "https://example.com/notes", commit: "d".repeat(40) };
    const changes = [{}, { decisions }, { decisions, reviewers: [{ github_id: 7, login: "grace" }] }, { source }];
    expect(new Set(changes.map(digestOf)).size).toBe(changes.length);
    expect(changes.map(digestOf)).toEqual(changes.map(digestOf));
  });

  test("has words of review as one line, whatever an old decision holds", () => {
    const decision = { ...aDecision(2), statements: ["Two\nlines.", "\u0000"] };
    const reasons = [{ rule: "risk/first-app", evidence: "a\r\nb" }];
    const document = documentOf(store, 2, { decisions: [{ ...decision, reasons }] });
    expect(document.decision?.reviewers.map(({ statement }) => statement)).toEqual(["Two lines.", ""]);
    expect(document.decision?.reasons).toEqual([{ rule: "risk/first-app", evidence: "a b" }]);
  });

  test("has what developer and platform signed: manifest, files, digests and who signed them", () => {
    const document = documentOf(store, 2);
    const { facts, manifest, archive } = store.app().packages[1]!;
    expect(document.manifest).toEqual(manifest);
    expect(document.files).toEqual(facts.signature.signed.files);
    expect(document.files.map(({ path }) => path)).toContain("assets/more.lua");
    expect(document.unpacked).toBe(document.files.reduce((sum, { length }) => sum + length, 0));
    expect(document.package).toMatchObject({ length: archive.length, sha256: facts.package.sha256 });
    expect(document.keys).toEqual({
      developer: [store.developer.signer.key.keyid],
      platform: [store.trust.keys.platform.key.keyid],
    });
  });

  test("says where it came into the registry, and from where the developer says it was built", () => {
    expect(documentOf(store, 1)).toMatchObject({ commit: "c0".repeat(20), published_at: "2026-10-01T12:00:00Z" });
    expect(documentOf(store, 1)).not.toHaveProperty("source");
    expect(documentOf(store, 1, { source: SOURCE }).source).toEqual(SOURCE);
  });

  test("stays the same when other versions come, and says itself that it was withdrawn", () => {
    const own = storeOf({ versions: [{}] });
    const before = documentOf(own, 1);
    own.app().withVersion();
    expect(documentOf(own, 1)).toEqual(before);
    own.app().event("yank", 1, { reason: "Crashes." });
    expect(documentOf(own, 1)).toEqual({ ...before, status: "yanked", reason: "Crashes." });
  });

  test("has the decision that let it in, with those people's names that the registry knows", () => {
    const decisions = [
      { n: 1, verdict: "changes_requested" as const },
      { n: 2 },
      { n: 3, verdict: "held" as const },
      { n: 4, version_code: 2 as VersionCode, verdict: "merge" as const },
    ];
    const { decision } = documentOf(store, 1, { decisions, reviewers: [{ github_id: 7, login: "grace" }] });
    const { reasons, approved, sample, risk, validator_version } = aDecision(1);
    expect(decision).toEqual({
      verdict: "approved",
      reasons,
      reviewers: [
        { github_id: 7, login: "grace", statement: "Looks fine." },
        { github_id: 8, statement: "" },
      ],
      approved,
      sample,
      risk,
      validator_version,
    });
  });

  test("has none where the registry has none", () => {
    expect(documentOf(store, 1, { decisions: [{ verdict: "held" }] }).decision).toBeNull();
  });
});
