import type { Metadata, MetaFile, RoleKeys, RootMetadata } from "./metadata.ts";
import { TrustError } from "./trust-error.ts";
import { Bug } from "../findings/bug.ts";
import { toHex } from "../bytes.ts";
import type { CryptoPort, Sha256Function } from "../crypto.ts";
import { signersOf } from "../signing/signatures.ts";

/**
 * Checks that enough keys of a role signed, each counted once.
 *
 * @throws TrustError `signature-threshold`
 */
export function verifyRole(metadata: Metadata, role: RoleKeys, crypto: CryptoPort): void {
  const signers = signersOf(metadata.document, role.keys, crypto).length;
  if (signers >= role.threshold) return;
  const need = `${role.threshold} of ${role.keys.length} keys must sign`;
  throw new TrustError("signature-threshold", metadata.file, `${need}, but only ${signers} did.`);
}

/**
 * Checks that `next` may follow `current` (TUF 1.0 section 5.3.4 and 5.3.5): signed by both, and one version up.
 *
 * @throws TrustError `signature-threshold`, `rollback` or `mix-and-match`
 */
export function verifyNextRoot(current: RootMetadata, next: RootMetadata, crypto: CryptoPort): void {
  verifyRole(next, current.roles.root, crypto);
  verifyRole(next, next.roles.root, crypto);
  requireVersion(next, current.version + 1);
}

/**
 * Checks a chain of roots, oldest first, and returns the newest. The oldest is trusted as it is, if it signs itself.
 *
 * @throws TrustError as {@link verifyNextRoot}
 */
export function verifyRootChain(roots: readonly RootMetadata[], crypto: CryptoPort): RootMetadata {
  const [first, ...others] = roots;
  if (first === undefined) throw new Bug("a chain of roots needs a root");
  verifyRole(first, first.roles.root, crypto);
  let newest = first;
  for (const next of others) {
    verifyNextRoot(newest, next, crypto);
    newest = next;
  }
  return newest;
}

/**
 * Checks that a file is of the version that its place promises.
 *
 * @throws TrustError `rollback` when it is older, `mix-and-match` when it is newer
 */
export function requireVersion(metadata: Metadata, version: number): void {
  if (metadata.version === version) return;
  const code = metadata.version < version ? "rollback" : "mix-and-match";
  throw new TrustError(code, metadata.file, `It is version ${metadata.version}, not ${version}.`);
}

/** True from the second in which metadata expires (TUF 1.0 section 5.3.10). */
export function isExpired(metadata: Pick<Metadata, "expires">, now: Date): boolean {
  return now.getTime() >= Date.parse(metadata.expires);
}

/** @throws TrustError `expired` */
export function requireFresh(metadata: Metadata, now: Date): void {
  if (isExpired(metadata, now)) {
    throw new TrustError("expired", metadata.file, `Version ${metadata.version} expired at ${metadata.expires}.`);
  }
}

/**
 * Checks the length and hash that other metadata announces for a file, where it does.
 *
 * @throws TrustError `hash-mismatch`
 */
export function requireContent(
  bytes: Uint8Array,
  announced: Pick<MetaFile, "length" | "sha256">,
  file: string,
  sha256: Sha256Function,
): void {
  if (announced.length !== null && bytes.length !== announced.length) {
    throw new TrustError("hash-mismatch", file, `It has ${bytes.length} bytes, not ${announced.length}.`);
  }
  if (announced.sha256 === null) return;
  const found = toHex(sha256(bytes));
  if (found !== announced.sha256) {
    throw new TrustError("hash-mismatch", file, `Its SHA-256 is ${found}, not ${announced.sha256}.`);
  }
}
