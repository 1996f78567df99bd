import { createPrivateKey } from "node:crypto";

import { squarePng } from "./png.ts";
import { encodeAtRest } from "../core/json/signed-document.ts";
import { apiModules } from "../core/sdk/api-names.ts";
import { ICON_SIZES, type Manifest } from "../core/manifest/manifest.ts";
import { type PackageDocument, packageDocument, type PackageFile } from "../core/package/package-document.ts";
import { MANIFEST_PATH, type PackagePath, SIGNATURE_PATH } from "../core/package/package-path.ts";
import { writeZip } from "../core/package/zip/zip-writer.ts";
import { signDocument, type Signer } from "../core/signing/signatures.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { nodeCrc32, nodeDeflate } from "../node/inflate.ts";
import { type KeySigner, openKeyPem } from "../node/key-file.ts";

// Builders of apps and packages that are right in everything a test does not change. Each `with` gives a new builder.

/** A key that is always the same for a name, so that what it signs can stand in snapshots. */
export function aSigner(name: string): KeySigner {
  // PKCS#8 of an Ed25519 seed (RFC 8410 section 7).
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), nodeCrypto.sha256(utf8(name))]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return openKeyPem(key.export({ type: "pkcs8", format: "pem" }).toString(), null);
}

/** Keys to replace in a manifest; undefined removes one. Wrong values are welcome. */
export type ManifestChange = { readonly [key: string]: unknown };

export class ManifestBuilder {
  readonly #value: Readonly<Record<string, unknown>>;

  constructor(value: Readonly<Record<string, unknown>>) {
    this.#value = value;
  }

  with(change: ManifestChange): ManifestBuilder {
    return new ManifestBuilder({ ...this.#value, ...change });
  }

  /** The manifest, as right or wrong as it was made. */
  value(): Manifest {
    return JSON.parse(this.text()) as Manifest;
  }

  text(): string {
    return `${JSON.stringify(this.#value, null, 2)}\n`;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return utf8(this.text());
  }
}

/** The smallest manifest that breaks no rule. */
export function aManifest(): ManifestBuilder {
  return new ManifestBuilder({
    id: "com.example.notes",
    name: "Notes",
    version: "1.0.0",
    version_code: 1,
    entry: "assets/main.rml",
    permissions: ["storage"],
    min_mosis_version: "1.0.0",
    author: { name: "Ada", email: "ada@example.com" },
    icons: Object.fromEntries(ICON_SIZES.map((size) => [size, `icons/icon-${size}.png`])),
  });
}

export class PackageBuilder {
  readonly #manifest: ManifestBuilder;
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #signers: readonly Signer[];

  constructor(manifest: ManifestBuilder, files: ReadonlyMap<string, Uint8Array>, signers: readonly Signer[]) {
    this.#manifest = manifest;
    this.#files = files;
    this.#signers = signers;
  }

  /** Changes the manifest. */
  with(change: ManifestChange): PackageBuilder {
    return new PackageBuilder(this.#manifest.with(change), this.#files, this.#signers);
  }

  withFile(path: string, data: string | Uint8Array): PackageBuilder {
    const bytes = typeof data === "string" ? utf8(data) : data;
    return new PackageBuilder(this.#manifest, new Map([...this.#files, [path, bytes]]), this.#signers);
  }

  without(path: string): PackageBuilder {
    const files = [...this.#files].filter(([each]) => each !== path);
    return new PackageBuilder(this.#manifest, new Map(files), this.#signers);
  }

  /** Signs the package as it will be; without signers it gets no `signature.sig`. */
  signedBy(...signers: readonly Signer[]): PackageBuilder {
    return new PackageBuilder(this.#manifest, this.#files, signers);
  }

  manifest(): Manifest {
    return this.#manifest.value();
  }

  /** What is signed. */
  document(): PackageDocument {
    return packageDocument(this.manifest(), this.#unsigned(), nodeCrypto.sha256);
  }

  files(): readonly PackageFile[] {
    if (this.#signers.length === 0) return this.#unsigned();
    const data = encodeAtRest(signDocument(this.document(), this.#signers));
    return [...this.#unsigned(), { path: SIGNATURE_PATH, data }];
  }

  /** The bytes of the `.mosis` file. */
  bytes(): Uint8Array<ArrayBuffer> {
    return writeZip(this.files(), { deflate: nodeDeflate, crc32: nodeCrc32 });
  }

  #unsigned(): readonly PackageFile[] {
    // A file given as manifest.json wins over the manifest.
    const files = new Map<string, Uint8Array>([[MANIFEST_PATH, this.#manifest.bytes()], ...this.#files]);
    const { permissions, icons, default_locale: locale } = this.#manifest.value() as Partial<Manifest>;
    const isNamed = (path: string): boolean =>
      path === MANIFEST_PATH || path.startsWith("locales/") || Object.values(icons ?? {}).some((icon) => icon === path);
    const others = [...files].filter(([path, data]) => data !== PAGE && !isNamed(path)).map(([path]) => path);
    const texts = files.get(`locales/${locale}.json`);
    return [...files].map(([path, data]) => ({
      path: path as PackagePath,
      data: data === PAGE ? utf8(usingPage("Notes", permissions, others, textKeys(texts))) : data,
    }));
  }
}

/** A small package that breaks no rule, unsigned. */
export function aPackage(): PackageBuilder {
  const icons = ICON_SIZES.map((size): [string, Uint8Array] => [`icons/icon-${size}.png`, squarePng(Number(size))]);
  return new PackageBuilder(aManifest(), new Map([["assets/main.rml", PAGE], ...icons]), []);
}

/** Stands for a page that uses what the manifest of the moment declares, and all that is in the package. */
const PAGE = new Uint8Array();

/** An RML document whose code names the module of every permission, files and texts, so that none is unused. */
export function usingPage(
  title: string,
  permissions: unknown,
  files: readonly string[] = [],
  texts: readonly string[] = [],
): string {
  const ids = Array.isArray(permissions) ? permissions.map(String) : [];
  const modules = ids.flatMap((id) => id.split(".")[0] ?? []).filter((module) => apiModules.has(module));
  const head = `<rml><head><title>${title}</title></head>`;
  const used = [...files.map((path) => `<p file="${path}"/>`), ...texts.map((key) => `[[${key}]]`)].join("");
  return `${head}<body onload="warn(${modules.join(", ")})"><h1>${title}</h1>${used}</body></rml>\n`;
}

/** Keys of a locale file; of one that is broken, those that can be seen. */
function textKeys(file: Uint8Array | undefined): readonly string[] {
  return Array.from(new TextDecoder().decode(file).matchAll(/"([\w.-]+)"\s*:/g), ([, key = ""]) => key);
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Bytes that do not compress, always the same for a seed. */
export function noise(seed: number, length: number): Uint8Array<ArrayBuffer> {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}
