import { DeltaFault } from "./delta-fault.ts";
import type { OlderList } from "./delta-format.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { PackageFile, PackageFileRecord } from "../package/package-document.ts";
import { SIGNATURE_PATH } from "../package/package-path.ts";
import { parseSignatureFile } from "../signing/verify-package.ts";

/** The version that a delta starts from, as its own `signature.sig` lists it. */
export interface OlderVersion extends OlderList {
  readonly keyids: readonly string[];
  readonly files: readonly PackageFileRecord[];
  /** Bytes by place in the list. */
  readonly data: readonly Uint8Array[];
}

/**
 * Finds the files of a version among those that are there; others are no part of it. They have the lengths listed; their hashes
 * are not computed.
 *
 * @throws DeltaFault for a version that is not signed or not whole
 */
export function olderVersion(installed: readonly PackageFile[]): OlderVersion {
  const found = new Map<string, Uint8Array>(installed.map(({ path, data }) => [path, data]));
  const bytes = found.get(SIGNATURE_PATH);
  if (bytes === undefined) throw damaged("signature/missing", SIGNATURE_PATH, "is not there");
  const { signature, findings } = parseSignatureFile(bytes);
  if (signature === null) throw damaged("signature/document", SIGNATURE_PATH, findings[0]?.message ?? "cannot be read");
  const { signatures, signed } = signature.document;
  return {
    keyids: signatures.map(({ keyid }) => keyid),
    files: signed.files,
    data: signed.files.map(({ path, length }) => {
      const data = found.get(path);
      if (data?.length === length) return data;
      throw damaged("signature/files", path, data === undefined ? "is not there" : "was altered");
    }),
  };
}

/** The files that are not what the list says of them: why a delta fails that is right itself. */
export function alteredFiles({ files, data }: OlderVersion, sha256: Sha256Function): readonly Finding[] {
  return files.flatMap(({ path, sha256: expected }, place) => {
    if (toHex(sha256(data[place] ?? new Uint8Array())) === expected) return [];
    const message = `${echo(path)} of the older version was altered.`;
    return [finding("signature/files", { file: path, message, expected: `SHA-256 ${expected}` })];
  });
}

function damaged(rule: "signature/missing" | "signature/document" | "signature/files", path: string, trouble: string) {
  return new DeltaFault(rule, { file: path, message: `${echo(path)} of the older version ${trouble}.` });
}
