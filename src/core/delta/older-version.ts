import { DeltaFault } from "./delta-fault.ts";
import type { OlderList } from "./delta-format.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { Bug } from "../findings/bug.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { PackageFile, PackageFileRecord } from "../package/package-document.ts";
import { SIGNATURE_PATH } from "../package/package-path.ts";
import { parseSignatureFile } from "../signing/verify-package.ts";

/** The version that a delta starts from, as its own `signature.sig` lists it. */
export interface OlderVersion extends OlderList {
  readonly keyids: readonly string[];
  readonly files: readonly PackageFileRecord[];
  /**
   * The bytes of a file by its place, of the length listed.
   *
   * @throws DeltaFault for other ones
   */
  read(place: number): Uint8Array;
}

/**
 * Finds the files of a version among those that are there; others are no part of it. They are read when they are needed, and their
 * hashes are not computed.
 *
 * @throws DeltaFault for a version that is not signed or not whole
 */
export function olderVersion(installed: readonly PackageFile[]): OlderVersion {
  const found = new Map<string, PackageFile>(installed.map((file) => [file.path, file]));
  const signatureFile = found.get(SIGNATURE_PATH);
  if (signatureFile === undefined) throw damaged("signature/missing", SIGNATURE_PATH, "is not there");
  const { signature, findings } = parseSignatureFile(signatureFile.data);
  if (signature === null) throw damaged("signature/document", SIGNATURE_PATH, findings[0]?.message ?? "cannot be read");
  const { signatures, signed } = signature.document;
  const files = signed.files.map((record) => {
    const file = found.get(record.path);
    if (file === undefined) throw damaged("signature/files", record.path, "is not there");
    return { record, file };
  });
  return {
    keyids: signatures.map(({ keyid }) => keyid),
    files: signed.files,
    read(place) {
      const at = files[place];
      if (at === undefined) throw new Bug(`the older version has no file ${place}`);
      const { data } = at.file;
      if (data.length !== at.record.length) throw damaged("signature/files", at.record.path, "was altered");
      return data;
    },
  };
}

/** The files that are not what the list says of them: why a delta fails that is right itself. */
export function alteredFiles({ files, read }: OlderVersion, sha256: Sha256Function): readonly Finding[] {
  return files.flatMap(({ path, sha256: expected }, place) => {
    if (toHex(sha256(read(place))) === expected) return [];
    const message = `${echo(path)} of the older version was altered.`;
    return [finding("signature/files", { file: path, message, expected: `SHA-256 ${expected}` })];
  });
}

function damaged(rule: "signature/missing" | "signature/document" | "signature/files", path: string, trouble: string) {
  return new DeltaFault(rule, { file: path, message: `${echo(path)} of the older version ${trouble}.` });
}
