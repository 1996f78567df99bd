import { deltaKey, type DeltasByPair, type IndexedDelta, type IndexedVersion, storePaths } from "./app-document.ts";
import type { DeltaPair } from "./delta-pairs.ts";
import type { AppIndexInput, IndexPorts, PublishedFile } from "./index-app.ts";
import { publishBlob } from "./publish-blob.ts";
import type { PublishedVersion } from "./published-versions.ts";
import { toHex } from "../bytes.ts";
import type { Sha256 } from "../ids/ids.ts";
import { encodeAtRest, type Signature, type SignedDocument } from "../json/signed-document.ts";

/** A version of the published tree, with what else there is to say of it. */
export interface VersionIndex {
  readonly source: PublishedVersion;
  readonly indexed: IndexedVersion;
  /** The platform's signatures of its package document. */
  readonly countersignatures: readonly Signature[];
}

/**
 * A version as the store offers it. Its files are added to `files`.
 *
 * @param pairs the deltas that may lead to it
 */
export function indexVersion(
  source: PublishedVersion,
  pairs: readonly DeltaPair[],
  { deltas: known, history }: Pick<AppIndexInput, "deltas" | "history">,
  files: Map<string, PublishedFile>,
  ports: IndexPorts,
): VersionIndex {
  const { body, state, facts } = source;
  const { app_id: app, version_code: code, manifest } = body;
  const countersigned = ports.countersign(facts.signature);
  const countersignatures = addedSignatures(facts.signature, countersigned);
  const signature = encodeAtRest(countersigned);
  const signaturePath = storePaths.signature(app, code);
  files.set(signaturePath, { kind: "bytes", bytes: signature });
  const deltas = pairs.flatMap((pair) => indexDelta(pair, known, files));
  const indexed: IndexedVersion = {
    version: body.version,
    version_code: code,
    track: state.track,
    rollout_bp: state.rolloutBp,
    status: state.status,
    ...(state.reason !== null && { reason: state.reason }),
    min_mosis_version: manifest.min_mosis_version,
    permissions: manifest.permissions.toSorted(),
    permission_reasons: manifest.permission_reasons ?? {},
    content_digest: body.package.content_digest,
    package: publishBlob(storePaths.package(app, code), facts.package, files),
    signature: { path: signaturePath, length: signature.length, sha256: toHex(ports.sha256(signature)) as Sha256 },
    ...(deltas.length > 0 && { deltas, countersignatures }),
    notes: body.notes,
    published_at: history.publication(app, code).at,
  };
  return { source, indexed, countersignatures };
}

/** The signatures that one document has and the other one does not. */
function addedSignatures({ signatures: before }: SignedDocument, { signatures: after }: SignedDocument) {
  const known = new Set(before.map(({ keyid, sig }) => keyid + sig));
  return after.filter(({ keyid, sig }) => !known.has(keyid + sig));
}

function indexDelta(
  { from: { body: from }, to: { body: to } }: DeltaPair,
  deltas: DeltasByPair,
  files: Map<string, PublishedFile>,
): readonly IndexedDelta[] {
  const blob = deltas.get(deltaKey(from.package.sha256, to.package.sha256));
  if (blob === undefined) return [];
  const path = storePaths.delta(to.app_id, from.version_code, to.version_code);
  const base = { version_code: from.version_code, content_digest: from.package.content_digest };
  return [{ from: base, ...publishBlob(path, blob, files) }];
}
