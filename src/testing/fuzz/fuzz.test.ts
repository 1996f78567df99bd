import { describe, expect, test } from "vitest";

import { mutateBytes, mutateJson, pick, type Random } from "./mutate.ts";
import { parseOfferedApp } from "../../core/device/offered-app.ts";
import { planChange } from "../../core/device/plan-change.ts";
import { verifyDownload } from "../../core/device/verify-download.ts";
import { hasErrors } from "../../core/findings/finding.ts";
import type { AppId } from "../../core/ids/ids.ts";
import { buildIndex } from "../../core/index/build-index.ts";
import { encodeAtRest } from "../../core/json/signed-document.ts";
import { canonicalize } from "../../core/json/canonical.ts";
import { parseManifest } from "../../core/manifest/parse-manifest.ts";
import { bytesSource } from "../../core/package/byte-source.ts";
import { checkPackage } from "../../core/package/check-package.ts";
import { readPackage, readPackageSource } from "../../core/package/read-package.ts";
import { readRegistry, type RegistryFiles } from "../../core/registry/model.ts";
import { packageFacts, type PackageFacts } from "../../core/registry/package-facts.ts";
import { addSignatures } from "../../core/signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { anApp } from "../app-kit.ts";
import { aPackage, aSigner, type PackageBuilder, utf8 } from "../builders.ts";
import { allAt, documentOf } from "../index-kit.ts";
import { NOTHING_STATED } from "../lineage-kit.ts";
import { ReviewKit } from "../review-kit.ts";
import { runs } from "../runs.ts";
import { aStore } from "../store-kit.ts";
import { seededRandom } from "../synthetic-ids.ts";
import { forgeZip } from "../archives/zip-forge.ts";
import { hostileZips } from "../archives/zip-hostile.ts";

const NOTES = "com.example.notes" as AppId;
/** No input of these sizes may take longer on a machine that has other things to do. */
const HANG_MS = 5000;
const RUNS = runs(400);

const platform = aSigner("platform");
const store = aStore().withApp(anApp());
const files = store.registryFiles();
const kit = new ReviewKit(store);
const by = store.developer.signer;
const full = aPackage()
  .with({
    version: "1.1.0",
    version_code: 2,
    summary: "Write.",
    description: ["A **wall**.", "- [site](https://example.com)"],
    permission_reasons: { storage: "Keeps notes." },
    license: "MIT OR Apache-2.0",
    default_locale: "en",
    tags: ["notes"],
  })
  .withFile("locales/en.json", '{"a": "A"}')
  .withFile("locales/de.json", '{"a": "Ah"}')
  .withFile(
    "assets/code.lua",
    "local s <const> = [[x]] -- c\nreturn function(a) storage.set('a', a .. \"\\u{e4}\") end\n",
  )
  .withFile("LICENSE", "MIT\n");

/** Runs a case under its number, so that a failure says which; fails when it hangs. */
function each(seed: number, run: (random: Random) => void): void {
  for (let number = 0; number < RUNS; number += 1) {
    const started = performance.now();
    try {
      run(seededRandom(seed * 1_000_003 + number));
    } catch (error) {
      throw new Error(`case ${number} of seed ${seed}`, { cause: error });
    }
    expect(performance.now() - started).toBeLessThan(HANG_MS);
  }
}

/** What a device makes of the registry: every app document that the index has must be one it reads. */
function deviceReads(registryFiles: RegistryFiles, facts: readonly PackageFacts[]) {
  const { registry } = readRegistry(registryFiles, nodeCrypto.sha256);
  if (registry === null) return [];
  const byPackage = new Map(facts.map((each_) => [each_.package.sha256, each_]));
  const input = { registry, facts: byPackage, images: new Set<never>(), history: allAt("2026-10-01T12:00:00Z") };
  const { apps } = buildIndex(
    { ...input, known: () => null },
    { sha256: nodeCrypto.sha256, countersign: (document) => addSignatures(document, [platform]) },
  );
  return apps.map((app) => {
    const document = documentOf(app);
    return parseOfferedApp(canonicalize(document), document.app_id, "document.json");
  });
}

test("mutated manifests are refused or understood, by every reader alike", { timeout: 600_000 }, () => {
  let accepted = 0;
  each(1, (random) => {
    const value = mutateJson(full.manifest(), random);
    const text = utf8(JSON.stringify(value));
    const bytes = random() < 0.5 ? text : mutateBytes(text, random);
    const { manifest, findings } = parseManifest(bytes);
    expect(manifest === null).toBe(hasErrors(findings));
    const built = full.withFile("manifest.json", bytes);
    const report = checkPackage(built.files(), nodePackagePorts);
    expect(report.manifest === null).toBe(manifest === null);
    if (manifest === null) return;
    accepted += 1;
    expect(() => canonicalize(manifest)).not.toThrow();
  });
  expect(accepted).toBeGreaterThan(RUNS / 50);
});

test("what review takes of mutated packages, a device installs", { timeout: 600_000 }, () => {
  let accepted = 0;
  each(2, (random) => {
    const built = mutated(full, random).signedBy(by);
    const archive = archiveOf(built, random);
    const read = readPackage(archive, nodePackagePorts);
    const again = readPackageSource(bytesSource(archive), nodePackagePorts);
    expect(again.findings).toEqual(read.findings);
    const { facts } = packageFacts(archive, nodePackagePorts);
    if (facts === null || read.opened === null) return;
    const { manifest } = read.opened;
    const file = kit.version(packed(built, archive, manifest), [by]);
    if (kit.review([file]).verdict === "fail") return;
    accepted += 1;
    const landed = new Map([...files, [file.path.slice("registry/".length), file.bytes]]);
    const base = store.app().packages.map((each_) => each_.facts);
    const offered = deviceReads(landed, [...base, facts]).find(({ app_id: app }) => app === NOTES);
    expect(offered).toBeDefined();
    const device = { mosisVersion: "9.0.0", track: "stable", bucket: 0 } as const;
    const decision = planChange(
      { offered: offered!, installed: null, pin: null, stated: NOTHING_STATED, device },
      nodeCrypto,
    );
    if (decision.kind !== "change" || decision.plan.to.version_code !== manifest.version_code) return;
    const signature = encodeAtRest(addSignatures(facts.signature, [platform]));
    const download = { archive: bytesSource(archive), signature };
    const verified = verifyDownload(download, decision.plan, [platform.key], nodePackagePorts);
    expect(verified).toMatchObject({ ok: true });
  });
  expect(accepted).toBeGreaterThan(RUNS / 50);
});

test("mutated registry documents are left out, or make an index that devices read", { timeout: 600_000 }, () => {
  const facts = store.app().packages.map((each_) => each_.facts);
  const paths = [...files.keys()];
  let read = 0;
  each(3, (random) => {
    const path = pick(paths, random);
    const bytes = files.get(path) ?? new Uint8Array();
    const changed =
      random() < 0.7
        ? utf8(JSON.stringify(mutateJson(JSON.parse(new TextDecoder().decode(bytes)), random)))
        : mutateBytes(bytes, random);
    if (deviceReads(new Map([...files, [path, changed]]), facts).length > 0) read += 1;
    const change = { path: `registry/${path}`, bytes: changed };
    expect(["merge", "review", "fail"]).toContain(kit.review([change]).verdict);
  });
  expect(read).toBeGreaterThan(RUNS / 20);
});

describe("archives of noise", () => {
  test("never get through, nor make a reader stumble", { timeout: 600_000 }, () => {
    const seeds = hostileZips.map(({ make }) => make()).filter(({ length }) => length > 0 && length < 3000);
    each(4, (random) => {
      const bytes = mutateBytes(random() < 0.1 ? forgeZip({ entries: [] }) : pick(seeds, random), random);
      const { opened } = readPackage(bytes, nodePackagePorts);
      expect(opened).toBeNull();
    });
  });
});

/** The package with some of its files changed. */
function mutated(app: PackageBuilder, random: Random): PackageBuilder {
  const text = utf8(JSON.stringify(mutateJson(app.manifest(), random)));
  const all = app.files();
  const { path, data } = pick(all, random);
  const what = random();
  if (what < 0.3) return app.withFile("manifest.json", text);
  if (what < 0.8) return app.withFile(path, mutateBytes(data, random));
  return what < 0.9
    ? app.withFile(pick(["a/b.lua", "c.rml", "locales/fr.json", "d.bin"], random), data)
    : app.without(path);
}

/** The archive as it was built, or with bytes changed. */
function archiveOf(built: PackageBuilder, random: Random): Uint8Array {
  const archive = built.bytes();
  return random() < 0.7 ? archive : mutateBytes(archive, random);
}

/** A builder that gives just these bytes, whatever it would build. */
function packed(built: PackageBuilder, archive: Uint8Array, manifest: ReturnType<PackageBuilder["manifest"]>) {
  const bytes = archive as Uint8Array<ArrayBuffer>;
  return {
    bytes: () => bytes,
    manifest: () => manifest,
    document: () => built.document(),
  } as unknown as PackageBuilder;
}
