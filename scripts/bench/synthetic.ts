import type { AppId, DeveloperId, Sha256, VersionCode } from "../../src/core/ids/ids.ts";
import type { Manifest } from "../../src/core/manifest/manifest.ts";
import type { PackageDocument } from "../../src/core/package/package-document.ts";
import type { PackagePath } from "../../src/core/package/package-path.ts";
import { appBody, developerBody, developerKey, listingBody, versionBody } from "../../src/core/registry/compose.ts";
import type { AppRecord, DeveloperRecord, Registry } from "../../src/core/registry/model.ts";
import type { PackageFacts } from "../../src/core/registry/package-facts.ts";
import { signDocument } from "../../src/core/signing/signatures.ts";
import { toHex } from "../../src/core/bytes.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { ephemeralSigner } from "../../src/node/key-file.ts";

const REGISTRY = "bench";
const APPS_A_DEVELOPER = 20;
const FILES = 12;
const { sha256 } = nodeCrypto;

/** A registry of so many apps with one version each, and what the index needs to know of their packages. */
export interface SyntheticRegistry {
  readonly registry: Registry;
  readonly facts: ReadonlyMap<Sha256, PackageFacts>;
}

/** What every app has. */
export interface AppContents {
  readonly versions: number;
  readonly screenshots: number;
}

/** Makes the same registry for the same count, but for its keys. Signatures are real. */
export function syntheticRegistry(
  apps: number,
  contents: AppContents = { versions: 1, screenshots: 0 },
): SyntheticRegistry {
  const signer = ephemeralSigner();
  const developers = Array.from({ length: Math.ceil(apps / APPS_A_DEVELOPER) }, (_, index) => {
    const id = `dev-${index}` as DeveloperId;
    const keys = [developerKey(signer.object, ["package", "version", "event", "account"], sha256)];
    const body = developerBody({ registry: REGISTRY, id, seq: 1, name: `Developer ${index}`, members: [], keys });
    return [id, { developer: body, rotations: [] }] as const;
  });
  const facts = new Map<Sha256, PackageFacts>();
  const records = Array.from({ length: apps }, (_, index): readonly [AppId, AppRecord] => {
    const versions = Array.from({ length: contents.versions }, (__, version) => {
      const manifest = manifestOf(index, version + 1);
      const signature = signDocument(documentOf(manifest), [signer]);
      const blob = (name: string) => ({
        sha256: hashOf(`${manifest.id} ${name}${version === 0 ? "" : ` ${version}`}`),
        length: 20_000 + (index % 997),
      });
      const icons = { 32: blob("32"), 64: blob("64"), 128: blob("128") };
      const known = { package: blob("package"), signature, icons, texts: { of: 0, locales: {} } };
      facts.set(known.package.sha256, known);
      return [manifest, known] as const;
    });
    const owner = `dev-${Math.floor(index / APPS_A_DEVELOPER)}` as DeveloperId;
    const record = recordOf(index, versions, contents.screenshots, owner);
    return [record.app.app_id, record];
  });
  return { registry: registryOf(developers, records), facts };
}

function recordOf(
  index: number,
  versions: readonly (readonly [Manifest, PackageFacts])[],
  screenshots: number,
  owner: DeveloperId,
): AppRecord {
  const { id, name, summary = "" } = manifestOf(index, 1);
  const base = { registry: REGISTRY, app_id: id };
  const url = `https://example.com/${id}.mosis`;
  const notes = { en: ["Faster start", "Fixes for small screens"] };
  const shots = Array.from({ length: screenshots }, (_, at) => {
    const alt = `What it looks like, picture ${at + 1}`;
    return { url: `https://example.com/${at}.png`, sha256: screenshotHash(at), length: 1000, alt };
  });
  const listing = { ...base, locale: "en", seq: 1, name, summary, description: DESCRIPTION, screenshots: shots };
  return {
    app: appBody({ ...base, seq: 1, owner, categories: ["tools"] }),
    listings: new Map([["en", listingBody(listing)]]),
    versions: versions.map(([manifest, facts]) =>
      versionBody({ registry: REGISTRY, manifest, facts, url, notes }, sha256),
    ),
    events: [],
    moderation: [],
    decisions: [],
  };
}

const DESCRIPTION = Array.from({ length: 6 }, () => "A line of text that says what the app does, as people write it.");

function manifestOf(index: number, code: number): Manifest {
  const path = (size: number): PackagePath => `icons/icon-${size}.png` as PackagePath;
  return {
    id: `com.example${index % 97}.app${index}` as AppId,
    name: `App ${index}`,
    version: `1.0.${code - 1}`,
    version_code: code as VersionCode,
    entry: "assets/main.rml" as PackagePath,
    summary: "Does one thing and does it well",
    permissions: ["storage"],
    min_mosis_version: "1.0.0",
    author: { name: "Ada", email: "ada@example.com" },
    icons: { 32: path(32), 64: path(64), 128: path(128) },
  };
}

function documentOf({ id, version, version_code }: Manifest): PackageDocument {
  const files = Array.from({ length: FILES }, (_, file) => {
    const path = `assets/file-${String(file).padStart(2, "0")}.lua`;
    return { path, length: 1000 + file, sha256: hashOf(`${id} ${path}`) };
  });
  return { _type: "mosis-package", spec_version: "1.0.0", app_id: id, version, version_code, files };
}

function registryOf(
  developers: Iterable<readonly [DeveloperId, DeveloperRecord]>,
  apps: Iterable<readonly [AppId, AppRecord]>,
): Registry {
  const deadlines = { review_days: 7, changes_days: 30, appeal_days: 14, key_recovery_days: 7 };
  const policy = { package_hosts: ["example.com"], max_package_bytes: 52_428_800, reviewers: [], bots: [], deadlines };
  return {
    config: { name: REGISTRY, title: "Bench", url: "https://example.com/", languages: ["en"], policy },
    categories: { categories: [{ id: "tools", name: { en: "Tools" } }] },
    collections: { collections: [] },
    reserved: { prefixes: [], developers: [] },
    developers: new Map(developers),
    apps: new Map(apps),
    otherDecisions: [],
    tombstones: new Map(),
    exceptions: new Map(),
    trust: { roots: new Map(), targets: new Map() },
  };
}

/** All apps share their screenshots. */
export function screenshotHash(position: number): Sha256 {
  return hashOf(`screenshot ${position}`);
}

function hashOf(text: string): Sha256 {
  return toHex(sha256(new TextEncoder().encode(text))) as Sha256;
}
