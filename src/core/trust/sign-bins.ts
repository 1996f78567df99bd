import { binName, binNames } from "./bins.ts";
import { binContent, type Head, mayStay } from "./head.ts";
import { type SuccinctRoles, TUF_SPEC_VERSION } from "./metadata.ts";
import { metadataPath } from "./metadata-paths.ts";
import { requireSize, seal } from "./seal.ts";
import { addDays, formatTime } from "./time.ts";
import type { SignIndexInput } from "./writer.ts";
import { concatBytes } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { JsonObject } from "../json/value.ts";
import { limits } from "../limits.ts";

/** Days a new bin holds, and with how few left it is signed again: devices must come by in between. */
const BIN_DAYS = { valid: 90, renew: 45 };

export interface SignedBins {
  readonly bins: Head["bins"];
  /** The files of the bins that got a new version. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly changed: readonly string[];
}

/** Distributes targets over all bins, empty ones included, and signs those that changed or near expiry. */
export function signBins(roles: SuccinctRoles, input: SignIndexInput): SignedBins {
  const { crypto, now, previous } = input;
  const signer = input.signers.bins;
  const bins: Record<string, Head["bins"][string]> = {};
  const files = new Map<string, Uint8Array>();
  const changed: string[] = [];
  for (const [name, targets] of distribute(roles, input.targets, crypto.sha256)) {
    const { bytes, digest } = binContent(targets, crypto.sha256);
    const published = previous?.bins[name];
    if (published?.content === digest && mayStay(published, signer, BIN_DAYS.renew, now)) {
      bins[name] = published;
      continue;
    }
    // A bin that left with an earlier bit_length and comes back goes on from the version the snapshot remembers.
    const version = (previous?.versions[`${name}.json`] ?? 0) + 1;
    const expires = addDays(now, BIN_DAYS.valid);
    const file = metadataPath.targets(version, name);
    const sealed = seal(binBody(name, version, expires, bytes), signer);
    requireSize(sealed, limits.trust.targetsBytes, file);
    files.set(file, sealed);
    changed.push(name);
    bins[name] = { version, expires: formatTime(expires), keyid: signer.key.keyid, content: digest };
  }
  return { bins, files, changed };
}

function distribute(
  roles: SuccinctRoles,
  targets: SignIndexInput["targets"],
  sha256: Sha256Function,
): ReadonlyMap<string, JsonObject> {
  const bins = new Map<string, Record<string, JsonObject>>(binNames(roles).map((name) => [name, {}]));
  for (const [path, { length, sha256: hash, custom }] of targets) {
    const bin = bins.get(binName(path, roles, sha256));
    if (bin !== undefined) bin[path] = { length, hashes: { sha256: hash }, ...(custom !== undefined && { custom }) };
  }
  return bins;
}

/** The canonical body of a bin around its targets, which are the bulk and canonical already. */
function binBody(name: string, version: number, expires: Date, targets: Uint8Array): Uint8Array {
  const encoder = new TextEncoder();
  const start = `{"_type":"targets","expires":"${formatTime(expires)}","mosis_bin":"${name}",`;
  return concatBytes([
    encoder.encode(`${start}"spec_version":"${TUF_SPEC_VERSION}","targets":`),
    targets,
    encoder.encode(`,"version":${version}}`),
  ]);
}
