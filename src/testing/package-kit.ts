import { usingPage } from "./builders.ts";
import { squarePng } from "./png.ts";
import { encodeAtRest } from "../core/json/signed-document.ts";
import type { JsonObject } from "../core/json/value.ts";
import type { AppId, Sha256, VersionCode } from "../core/ids/ids.ts";
import { ICON_SIZES, type Manifest } from "../core/manifest/manifest.ts";
import { packageDocument } from "../core/package/package-document.ts";
import { type PackagePath, SIGNATURE_PATH } from "../core/package/package-path.ts";
import { writeZip } from "../core/package/zip/zip-writer.ts";
import { type PackageFacts, packageFacts } from "../core/registry/package-facts.ts";
import { signDocument, type Signer } from "../core/signing/signatures.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

/** What is special about a package; the rest is a small app that keeps every rule. */
export interface PackageChoice {
  readonly id?: string;
  readonly name?: string;
  readonly version?: string;
  readonly versionCode?: number;
  readonly permissions?: readonly string[];
  readonly minMosisVersion?: string;
  /** Further files, or other bytes for `assets/main.rml` and the icons. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Further members of the manifest. */
  readonly manifest?: JsonObject;
}

export interface BuiltPackage {
  readonly archive: Uint8Array;
  readonly manifest: Manifest;
  readonly facts: PackageFacts;
  /** Bytes of the icons by SHA-256. */
  readonly icons: ReadonlyMap<Sha256, Uint8Array>;
}

const HOSTS = ["api.example.com"];

/**
 * Builds and signs a real package.
 *
 * @throws TypeError when the rules refuse what was chosen
 */
export function aPackage(choice: PackageChoice, signers: readonly Signer[]): BuiltPackage {
  const manifest = aManifest(choice);
  const files = new Map<string, Uint8Array>([
    ["manifest.json", utf8(`${JSON.stringify(manifest, null, 2)}\n`)],
    [
      "assets/main.rml",
      utf8(usingPage(`${manifest.name} ${manifest.version}`, manifest.permissions, Object.keys(choice.files ?? {}))),
    ],
    ...ICON_SIZES.map((size) => [`icons/icon-${size}.png`, squarePng(Number(size))] as const),
    ...Object.entries(choice.files ?? {}).map(
      ([path, data]) => [path, typeof data === "string" ? utf8(data) : data] as const,
    ),
  ]);
  const entries = [...files].map(([path, data]) => ({ path: path as PackagePath, data }));
  const signature = encodeAtRest(signDocument(packageDocument(manifest, entries, nodeCrypto.sha256), signers));
  const archive = writeZip([...entries, { path: SIGNATURE_PATH, data: signature }], nodePackagePorts);
  const { facts, icons, findings } = packageFacts(archive, nodePackagePorts);
  if (facts !== null) return { archive, manifest, facts, icons };
  throw new TypeError(`no package: ${findings.map(({ message }) => message).join(" ")}`);
}

function aManifest(choice: PackageChoice): Manifest {
  const permissions = choice.permissions ?? ["storage"];
  return {
    id: (choice.id ?? "com.example.notes") as AppId,
    name: choice.name ?? "Notes",
    version: choice.version ?? "1.0.0",
    version_code: (choice.versionCode ?? 1) as VersionCode,
    entry: "assets/main.rml" as PackagePath,
    permissions,
    permission_reasons: Object.fromEntries(permissions.map((each) => [each, `The app cannot do without ${each}.`])),
    ...(permissions.includes("network") && { network: { hosts: HOSTS } }),
    min_mosis_version: choice.minMosisVersion ?? "1.0.0",
    author: { name: "Ada Example", email: "ada@example.com" },
    icons: Object.fromEntries(ICON_SIZES.map((size) => [size, `icons/icon-${size}.png`])) as Manifest["icons"],
    ...choice.manifest,
  };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
