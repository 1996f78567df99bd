import type { BinDelegation, RootMetadata, TargetsMetadata } from "./metadata.ts";
import { metadataPath } from "./metadata-paths.ts";
import { parseRoot, parseTargets } from "./parse-metadata.ts";
import { PLATFORM_KEYS_TARGET, platformKeysFile } from "./platform-keys.ts";
import { TrustError } from "./trust-error.ts";
import { requireContent, verifyRole, verifyRootChain } from "./verify.ts";
import type { CryptoPort } from "../crypto.ts";
import { encodeAtRest, parseSignedDocument } from "../json/signed-document.ts";

/** What the offline keys decided: the documents of the registry's `trust/` folder, verified. */
export interface Authority {
  /** Every root there is, oldest first. */
  readonly roots: readonly RootMetadata[];
  readonly root: RootMetadata;
  readonly targets: TargetsMetadata;
  readonly bins: BinDelegation;
  /** The bytes of the target `platform-keys.json`. */
  readonly platformKeys: Uint8Array;
}

/** The documents of the registry's `trust/` folder, in any layout: signed JSON, pretty-printed or canonical at rest. */
export interface AuthorityFiles {
  /** All `<N>.root.json`, in any order. */
  readonly roots: readonly Uint8Array[];
  /** The current `<N>.targets.json`. */
  readonly targets: Uint8Array;
}

/**
 * Verifies what the offline keys decided: an unbroken chain of roots, and a targets file signed under the newest. Expiry is
 * left to the caller, because a ceremony must be able to read what it renews.
 *
 * @throws TrustError
 */
export function readAuthority(files: AuthorityFiles, crypto: CryptoPort): Authority {
  const roots = files.roots.map((bytes) => readRoot(bytes, crypto)).sort((a, b) => a.version - b.version);
  if (roots.length === 0) throw new TrustError("missing", metadataPath.root(1), "There is no root file.");
  const root = verifyRootChain(roots, crypto);
  const unnamed = parseTargets(atRest(files.targets, "targets.json"), "targets.json", crypto.sha256);
  const targets = { ...unnamed, file: metadataPath.targets(unnamed.version, "targets") };
  verifyRole(targets, root.roles.targets, crypto);
  if (targets.bins === null) throw new TrustError("malformed", targets.file, "It does not delegate to bins.");
  const platformKeys = platformKeysFile(targets);
  const listed = targets.targets.get(PLATFORM_KEYS_TARGET);
  if (listed !== undefined) requireContent(platformKeys, listed, PLATFORM_KEYS_TARGET, crypto.sha256);
  return { roots, root, targets, bins: targets.bins, platformKeys };
}

/**
 * What the offline keys of a registry decided: {@link readAuthority} of all its roots and its newest targets file, by version. Null
 * when there are none.
 *
 * @throws TrustError
 */
export function registryAuthority(
  trust: { readonly roots: ReadonlyMap<number, Uint8Array>; readonly targets: ReadonlyMap<number, Uint8Array> },
  crypto: CryptoPort,
): Authority | null {
  const targets = trust.targets.get(Math.max(...trust.targets.keys()));
  if (targets === undefined || trust.roots.size === 0) return null;
  return readAuthority({ roots: [...trust.roots.values()], targets }, crypto);
}

function readRoot(bytes: Uint8Array, crypto: CryptoPort): RootMetadata {
  const root = parseRoot(atRest(bytes, "root.json"), "root.json", crypto.sha256);
  return { ...root, file: metadataPath.root(root.version) };
}

function atRest(bytes: Uint8Array, file: string): Uint8Array {
  const parsed = parseSignedDocument(bytes, file);
  if (parsed.ok) return encodeAtRest(parsed.document);
  throw new TrustError("malformed", file, parsed.findings[0]?.message ?? "It is not a signed document.");
}
