import type { FixtureApp, FixtureVersion } from "./site-fixture-apps.ts";
import { toHex } from "../core/bytes.ts";
import type { AppId, KeyId, Sha256, VersionCode } from "../core/ids/ids.ts";
import type { SignedDocument } from "../core/json/signed-document.ts";
import { ICON_SIZES, type Manifest } from "../core/manifest/manifest.ts";
import { contentDigest, type PackageDocument, type PackageFileRecord } from "../core/package/package-document.ts";
import type { PackagePath } from "../core/package/package-path.ts";
import type { VersionBody } from "../core/registry/documents.ts";
import type { PackageFacts } from "../core/registry/package-facts.ts";
import { nodeCrypto } from "../node/crypto.ts";

export const FIXTURE_BASE = { spec_version: "1.0.0", registry: "fixture" } as const;

/** What stands where a signature would: no page reads it. */
const NO_SIGNATURE = "0".repeat(128);

/** Bytes of the files of every package, but for its locales. */
const FILES: Readonly<Record<string, number>> = {
  "assets/main.lua": 4_120,
  "assets/main.rml": 1_811,
  "assets/style.rcss": 2_400,
  "icons/icon-128.png": 3_021,
  "icons/icon-32.png": 702,
  "icons/icon-64.png": 1_404,
};

/** A version of the made-up store, with what there would be of its package. */
export interface BuiltVersion {
  /** What stands in the place of its package. */
  readonly archive: Uint8Array;
  readonly body: VersionBody;
  readonly facts: PackageFacts;
}

/** The versions of an app, oldest first. */
export function builtVersions(app: FixtureApp, icons: PackageFacts["icons"]): readonly BuiltVersion[] {
  return app.versions.map((version, index) => {
    const code = (index + 1) as VersionCode;
    const manifest = manifestOf(app, version, code);
    const signature = signatureOf(app, manifest, filesOf(app, app.versions.slice(0, index + 1)));
    const archive = utf8(`${app.id} ${code}`);
    const named = {
      sha256: toHex(nodeCrypto.sha256(archive)) as Sha256,
      length: 48_213 + index * 4_211 + app.name.length * 17_077,
    };
    const { texts = { of: 0, locales: {} } } = app;
    return {
      archive,
      body: versionBody(app, version, manifest, {
        ...named,
        content_digest: contentDigest(signature.signed, nodeCrypto.sha256),
      }),
      facts: { package: named, signature, icons, texts },
    };
  });
}

/** The document as it is served: with the platform's key. */
export function countersigned(document: SignedDocument<PackageDocument>): SignedDocument<PackageDocument> {
  return { ...document, signatures: [...document.signatures, signatureBy("platform")] };
}

function manifestOf(app: FixtureApp, version: FixtureVersion, code: VersionCode): Manifest {
  const permissions = { ...app.permissions, ...version.permissions };
  return {
    id: app.id as AppId,
    name: app.name,
    version: version.version,
    version_code: code,
    entry: "assets/main.rml" as PackagePath,
    summary: app.listings["en"]?.summary ?? app.name,
    permissions: Object.keys(permissions),
    permission_reasons: permissions,
    min_mosis_version: "1.0.0",
    max_tested_mosis_version: "1.0.0",
    author: { name: "Ada", email: "ada@example.com" },
    icons: Object.fromEntries(ICON_SIZES.map((size) => [size, `icons/icon-${size}.png`])) as Manifest["icons"],
    ...(app.tags !== undefined && { tags: app.tags }),
    ...(app.hosts !== undefined && { network: { hosts: app.hosts } }),
    ...(app.texts !== undefined && { default_locale: "en" }),
    ...(app.license !== undefined && { license: app.license }),
  };
}

/** Files stay as they are until a version has others. */
function filesOf(app: FixtureApp, versions: readonly FixtureVersion[]): readonly PackageFileRecord[] {
  const locales = Object.entries(app.texts?.locales ?? {}).map(([tag, texts]) => [`locales/${tag}.json`, texts * 41]);
  const files = new Map<string, { readonly length: number; readonly since: string }>();
  const put = (path: string, length: number | null, since: string): void => {
    if (length === null) files.delete(path);
    else files.set(path, { length, since });
  };
  for (const [path, length] of [...Object.entries(FILES), ...locales]) put(String(path), Number(length), "");
  for (const { version, files: changed = {} } of versions) {
    put("manifest.json", 640 + version.length, version);
    for (const [path, length] of Object.entries(changed)) put(path, length, version);
  }
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { length, since }]) => ({ path, length, sha256: sha256Of(`${app.id} ${path} ${since}`) }));
}

function versionBody(
  app: FixtureApp,
  { version, notes, track = "stable", rollout = 10_000 }: FixtureVersion,
  manifest: Manifest,
  file: Omit<VersionBody["package"], "url">,
): VersionBody {
  const source = { repository: app.source ?? "", commit: sha256Of(`${app.id} source ${version}`).slice(0, 40) };
  return {
    _type: "mosis-version",
    ...FIXTURE_BASE,
    app_id: manifest.id,
    version,
    version_code: manifest.version_code,
    manifest,
    package: { ...file, url: `https://example.com/${file.sha256}.mosis` },
    track,
    rollout_bp: rollout,
    release: "automatic",
    notes: notes === undefined ? {} : { en: notes },
    ...(app.source !== undefined && { source }),
  };
}

function signatureOf(
  app: FixtureApp,
  { version, version_code }: Manifest,
  files: readonly PackageFileRecord[],
): SignedDocument<PackageDocument> {
  return {
    signatures: [signatureBy(app.owner)],
    signed: { _type: "mosis-package", spec_version: "1.0.0", app_id: app.id as AppId, version, version_code, files },
  };
}

function signatureBy(name: string) {
  return { keyid: sha256Of(`the key of ${name}`) as string as KeyId, sig: NO_SIGNATURE };
}

function sha256Of(text: string): Sha256 {
  return toHex(nodeCrypto.sha256(utf8(text))) as Sha256;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
