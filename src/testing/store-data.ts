import { hash } from "node:crypto";

import { type Reader, readerOf } from "../site/i18n/reader.ts";
import type { Provenance, VersionDocument } from "../core/index/api-documents.ts";
import type { Manifest } from "../core/manifest/manifest.ts";
import type { AppId, DeveloperId, Sha256, VersionCode } from "../core/ids/ids.ts";
import type { IndexedVersion, StoreFile } from "../core/index/app-document.ts";
import type { AppData, AppSummary, StoreData } from "../site/view/store-data.ts";

const DIGEST = "0".repeat(64) as Sha256;

/** What the pages of a store are made from; an app is named after the last part of its id. */
export function aStore(apps: readonly AppSummary[], change: Partial<StoreData> = {}): StoreData {
  const inCategory = (id: string): readonly string[] =>
    apps.filter(({ categories }) => categories.includes(id)).map(({ app_id: app }) => app);
  return {
    info: { name: "test", title: "Test Store", url: "https://store.example/", languages: ["en"], apps: apps.length },
    apps,
    categories: [
      { id: "games", name: { en: "Games" }, apps: inCategory("games") },
      { id: "tools", name: { en: "Tools" }, apps: inCategory("tools") },
    ],
    developers: [{ id: "ada", name: "Ada", domains: [], apps: apps.map(({ app_id: app }) => app) }],
    collections: [],
    tombstones: [],
    ...change,
  };
}

export function anAppSummary(id: string, change: Partial<AppSummary> = {}): AppSummary {
  return {
    app_id: id as AppId,
    name: id.split(".").at(-1) ?? id,
    summary: `All about ${id}`,
    categories: ["games"],
    tags: [],
    owner: { id: "ada" as DeveloperId, name: "Ada" },
    icon: `assets/${id}/icon-128.png`,
    version: "1.0.0",
    version_code: 1 as VersionCode,
    status: "available",
    min_mosis_version: "1.0.0",
    permissions: [],
    level: null,
    summaries: {},
    length: 123_456,
    score: 100,
    published_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    document: `targets/apps/${DIGEST}.${id}.json`,
    versions: 1,
    version_codes: [1 as VersionCode],
    digest: hash("sha256", JSON.stringify([id, change])) as Sha256,
    isOffered: true,
    ...change,
  };
}

export function anIndexedVersion(code: number, change: Partial<IndexedVersion> = {}): IndexedVersion {
  return {
    version: `1.${code}.0`,
    version_code: code as VersionCode,
    track: "stable",
    rollout_bp: 10_000,
    status: "available",
    min_mosis_version: "1.0.0",
    permissions: [],
    permission_reasons: {},
    content_digest: DIGEST,
    package: aFile(`packages/org.example.app/${code}/package.mosis`, 123_456),
    signature: aFile(`packages/org.example.app/${code}/signature.sig`, 700),
    notes: {},
    published_at: "2026-01-01T00:00:00Z",
    ...change,
  };
}

/** Everything about `org.example.app`. */
export function anAppData(
  versions: readonly IndexedVersion[],
  change: Partial<AppData["document"]> = {},
  summary: Partial<AppSummary> = {},
): AppData {
  const id = "org.example.app";
  const icon = (size: string): StoreFile => aFile(`assets/${id}/icon-${size}.png`, 100);
  return {
    summary: anAppSummary(id, { version_code: versions[0]?.version_code ?? (0 as VersionCode), ...summary }),
    document: {
      _type: "mosis-app-document",
      spec_version: "1.0.0",
      registry: "test",
      app_id: id as AppId,
      name: "App",
      summary: "From the manifest",
      categories: ["games"],
      tags: [],
      links: {},
      owner: { id: "ada" as DeveloperId, name: "Ada" },
      icons: { "32": icon("32"), "64": icon("64"), "128": icon("128") },
      listings: {},
      latest:
        versions.find(({ version_code: code }) => code === summary.version_code) ?? versions[0] ?? anIndexedVersion(0),
      provenance: aProvenance(),
      versions,
      translations: [],
      network_hosts: [],
      score: { points: 0, of: 100, checks: [] },
      ...change,
    },
    versions,
    pictures: new Map(),
    share: null,
  };
}

/** Everything of a version of `org.example.app`; its manifest asks for what the index says. */
export function aVersionDocument(indexed: IndexedVersion, change: Partial<VersionDocument> = {}): VersionDocument {
  const { min_mosis_version, permissions, permission_reasons, ...shown } = indexed;
  const icons = { "32": "icon.png", "64": "icon.png", "128": "icon.png" };
  const manifest = {
    id: "org.example.app",
    name: "App",
    version: indexed.version,
    version_code: indexed.version_code,
    entry: "main.rml",
    permissions,
    permission_reasons,
    min_mosis_version,
    author: { name: "Ada", email: "ada@example.com" },
    icons,
  };
  return {
    ...shown,
    app_id: "org.example.app" as AppId,
    manifest: manifest as unknown as Manifest,
    files: [],
    unpacked: 0,
    ...aProvenance(),
    ...change,
  };
}

function aProvenance(): Provenance {
  return {
    keys: { developer: ["d".repeat(64)], platform: ["e".repeat(64)] },
    commit: "c".repeat(40),
    decision: null,
  };
}

function aFile(path: string, length: number): StoreFile {
  return { path, length, sha256: DIGEST };
}

/** Somebody who reads the pages of a store in one of its languages; English is the store's own. */
export function aReader(lang = "en"): Reader {
  return readerOf(lang === "en" ? undefined : lang, { languages: ["en", "es", "de", "ar", "en-XA"] });
}
