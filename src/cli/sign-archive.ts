import { type Finding, hasErrors } from "../core/findings/finding.ts";
import { SIGNATURE_PATH } from "../core/package/package-path.ts";
import { type OpenPackage, readPackage } from "../core/package/read-package.ts";
import { writeZip } from "../core/package/zip/zip-writer.ts";
import { signPackage } from "../core/signing/sign-package.ts";
import { nodeCrypto } from "../node/crypto.ts";
import type { KeySigner } from "../node/key-file.ts";
import type { StoredKey } from "../node/key-store.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

export type SignedArchive =
  | {
      readonly ok: true;
      /** Null when the package bears the signature already. */
      readonly archive: Uint8Array | null;
      /** What was wrong with a former signature that is replaced. */
      readonly replaced: readonly Finding[];
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Signs an opened package and packs it anew; what comes out is read back before anybody gets it. */
export function signArchive(opened: OpenPackage, signer: KeySigner, stored: readonly StoredKey[]): SignedArchive {
  const known = [...stored.map(({ publicKey }) => publicKey), signer.key];
  const signed = signPackage(opened, signer, known, nodeCrypto);
  if (!signed.ok) return signed;
  const { changed, replaced, signature } = signed;
  if (!changed) return { ok: true, archive: null, replaced };
  const others = opened.files.filter((file) => file.path !== SIGNATURE_PATH);
  const archive = writeZip([...others, { path: SIGNATURE_PATH, data: signature }], nodePackagePorts);
  const { findings } = readPackage(archive, nodePackagePorts);
  return hasErrors(findings) ? { ok: false, findings } : { ok: true, archive, replaced };
}
