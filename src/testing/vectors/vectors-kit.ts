import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { aManifest, aSigner, type ManifestChange, utf8 } from "../builders.ts";
import type { VectorBytes } from "./vectors.ts";
import { toHex } from "../../core/bytes.ts";
import { ICON_SIZES } from "../../core/manifest/manifest.ts";
import { type PackageDocument, packageDocument } from "../../core/package/package-document.ts";
import type { PackagePath } from "../../core/package/package-path.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";

// What the vectors have in common: two keys and an app.

export const developer = aSigner("developer of the vectors");
export const platform = aSigner("platform of the vectors");
/** Files of an app by path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The app of the vectors, stored without compression so that its bytes are the same on every host. */
export function vectorFiles(change: ManifestChange = {}): Files {
  return new Map([
    ["manifest.json", aManifest().with(change).bytes()],
    ["assets/main.rml", utf8("<rml><head><title>Notes</title></head><body>Notes</body></rml>\n")],
    ["assets/scripts/app.lua", utf8('print("hello")\n')],
    ...ICON_SIZES.map((size) => [`icons/icon-${size}.png`, readFileSync(join(ICONS, `icon-${size}.png`))] as const),
  ]);
}

/** What is signed of files. */
export function vectorDocument(files: Files = vectorFiles()): PackageDocument {
  const { id, version, version_code } = JSON.parse(new TextDecoder().decode(files.get("manifest.json"))) as never;
  const list = [...files].map(([path, data]) => ({ path: path as PackagePath, data }));
  return packageDocument({ id, version, version_code }, list, nodeCrypto.sha256);
}

/** Lower-case hex of a signer's public key. */
export function publicHex({ key }: Signer): string {
  return toHex(key.bytes);
}

/** Bytes for a vector, packed where they are many. */
export function binary(bytes: Uint8Array): VectorBytes {
  const base64 = Buffer.from(bytes).toString("base64");
  return bytes.length > 4096 ? { gzip_base64: gzipSync(bytes, { level: 9 }).toString("base64") } : { base64 };
}

/** A signer whose signatures are wrong by a bit. */
export function flipping(signer: Signer): Signer {
  return {
    key: signer.key,
    sign: (message) => {
      const sig = signer.sign(message);
      return `${sig.startsWith("0") ? "1" : "0"}${sig.slice(1)}`;
    },
  };
}

const ICONS = join(import.meta.dirname, "../../system-apps/notes/icons");
