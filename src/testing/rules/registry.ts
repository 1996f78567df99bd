import type { RuleFixture, RuleFixtures } from "./fixture.ts";
import { json, NOTES, submissionFixture, world } from "./world.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { lintCollections } from "../../core/registry/lint-collections.ts";
import { readRegistry, type RegistryFiles } from "../../core/registry/model.ts";
import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import type { Decision, Exception } from "../../core/registry/documents.ts";
import { lintExceptions } from "../../core/review/lint-exceptions.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const APP = `apps/31/${NOTES}`;
type Changes = Readonly<Record<string, Uint8Array | null>>;

/** What reading the registry finds after some files were replaced, added or, with null, removed. */
function readChanged(changes: Changes): readonly Finding[] {
  const files = new Map(world().kit.store.registryFiles());
  for (const [path, bytes] of Object.entries(changes)) {
    if (bytes === null) files.delete(path);
    else files.set(path, bytes);
  }
  return readRegistry(files, nodeCrypto.sha256).findings;
}

function reading(changes: () => Changes): RuleFixture {
  return { fails: () => readChanged(changes()), passes: () => readChanged({}) };
}

/** A signed document with members of its body replaced; reading asks for no signature. */
function altered(path: string, change: object): Changes {
  const bytes = world().kit.store.registryFiles().get(path);
  const { signed } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly signed: object };
  return { [path]: json({ signatures: [], signed: { ...signed, ...change } }) };
}

function moved(from: string, to: string): Changes {
  const files: RegistryFiles = world().kit.store.registryFiles();
  return { [to]: files.get(from) ?? null };
}

const RULE = "package/file-type";

/** What the lint says of an exception from a rule, when a decision on the app named that rule. */
function linting(rule: string, expires: string, decided: string): readonly Finding[] {
  const { registry } = readRegistry(world().kit.store.registryFiles(), nodeCrypto.sha256);
  if (registry === null) throw new TypeError("the base is no registry");
  const app = NOTES as AppId;
  const exception: Exception = { rule, app_id: app, reason: "A format of its own.", approver: 1, expires };
  const decision: Decision = {
    app_id: app,
    version_code: 5 as VersionCode,
    n: 1,
    verdict: "approved",
    reasons: [{ rule: decided, evidence: "assets/map.bin" }],
    reviewers: [1],
    statements: [],
    approved: [],
    sample: null,
    risk: { score: 0, parts: [] },
    inputs: { base: "0".repeat(40), head: "1".repeat(40), files: [] },
    validator_version: "0.1.0",
  };
  const record = registry.apps.get(app);
  if (record === undefined) throw new TypeError("the base has no app");
  const apps = new Map([[app, { ...record, decisions: [decision] }]]);
  return lintExceptions(
    { ...registry, apps, exceptions: new Map([[app, [exception]]]) },
    new Date("2026-11-01T12:00:00Z"),
    nodeCrypto.sha256,
  );
}

/** What the lint says of collections with these ids and apps. */
function linted(...collections: readonly (readonly [id: string, ...apps: readonly string[]])[]): RuleFixture["fails"] {
  return () => {
    const named = collections.map(([id, ...apps]) => ({ id, name: { en: "Staff picks" }, apps: apps as AppId[] }));
    const { registry } = readRegistry(
      new Map([...world().kit.store.registryFiles(), ["collections.json", json({ collections: named })]]),
      nodeCrypto.sha256,
    );
    if (registry === null) throw new TypeError("the base is no registry");
    return lintCollections(registry);
  };
}

const picked = linted(["staff-picks", NOTES]);

const used = (): readonly Finding[] => linting(RULE, "2026-11-01", RULE);

export const registryFixtures: RuleFixtures = {
  "registry/unknown-path": reading(() => ({ "notes.txt": json("x") })),
  "registry/schema": reading(() => altered(`${APP}/versions/1.json`, { rollout_bp: -1 })),
  "registry/path-binding": reading(() => moved(`${APP}/versions/1.json`, `${APP}/versions/2.json`)),
  "registry/missing": reading(() => ({ "registry.json": null })),
  "registry/dangling": reading(() => altered(`${APP}/app.json`, { owner: "nobody" })),
  "registry/other-registry": reading(() => altered(`${APP}/listing/en.json`, { registry: "other" })),
  "collection/id": { fails: linted(["staff-picks", NOTES], ["staff-picks"]), passes: picked },
  "collection/app": { fails: linted(["staff-picks", "com.example.never"]), passes: picked },
  "exception/rule": { fails: () => linting("zip/crc", "2026-11-01", "zip/crc"), passes: used },
  "exception/expired": { fails: () => linting(RULE, "2026-10-31", RULE), passes: used },
  "exception/unused": { fails: () => linting(RULE, "2026-11-01", "risk/first-app"), passes: used },
  "registry/chain": submissionFixture(
    ({ kit, ada }) => [kit.event(NOTES, [ada.signer], { n: 3 })],
    ({ kit, ada }) => [kit.event(NOTES, [ada.signer])],
  ),
};
