import type { RootMetadata, RoleKeys, TargetsMetadata } from "./metadata.ts";
import type { CryptoPort } from "../crypto.ts";
import type { KeyId } from "../ids/ids.ts";
import { signersOf } from "../signing/signatures.ts";

/** What one set of keys still owes a document. */
export interface SignatureNeed {
  /** Whose keys: `root 3` are those that version 3 of the root names. */
  readonly by: string;
  readonly threshold: number;
  readonly signed: readonly KeyId[];
  /** Keys that may still sign. */
  readonly missing: readonly KeyId[];
}

/** Who signed a root and who still has to: enough keys of the version before, if there is one, and enough of its own. */
export function whoSignedRoot(
  root: RootMetadata,
  before: RootMetadata | null,
  crypto: CryptoPort,
): readonly SignatureNeed[] {
  return [...(before === null ? [] : [before]), root].map((each) =>
    need(`root ${each.version}`, root, each.roles.root, crypto),
  );
}

/** Who signed the offline targets, of the keys that a root names for them. */
export function whoSignedTargets(
  targets: TargetsMetadata,
  root: RootMetadata,
  crypto: CryptoPort,
): readonly SignatureNeed[] {
  return [need(`targets of root ${root.version}`, targets, root.roles.targets, crypto)];
}

/** True when no further signature is needed. */
export function isSigned(needs: readonly SignatureNeed[]): boolean {
  return needs.every(({ signed, threshold }) => signed.length >= threshold);
}

function need(
  by: string,
  { document }: Pick<RootMetadata, "document">,
  role: RoleKeys,
  crypto: CryptoPort,
): SignatureNeed {
  const signed = signersOf(document, role.keys, crypto);
  const missing = role.keys.map(({ keyid }) => keyid).filter((keyid) => !signed.includes(keyid));
  return { by, threshold: role.threshold, signed, missing };
}
