import type { Mirror } from "./mirror.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { makeDelta } from "../../../core/delta/make-delta.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import { deltaKey, type DeltasByPair, type FactsByPackage } from "../../../core/index/app-document.ts";
import { deltaPairs } from "../../../core/index/delta-pairs.ts";
import { publishedVersions } from "../../../core/index/published-versions.ts";
import type { PackageFile } from "../../../core/package/package-document.ts";
import { readZip } from "../../../core/package/zip/zip-reader.ts";
import type { Registry } from "../../../core/registry/model.ts";
import type { BlobReference } from "../../../core/registry/package-facts.ts";

/** Makes the deltas between the registry's packages in the mirror, each once. Where one is not worth it there is none. */
export async function mirrorDeltas(registry: Registry, facts: FactsByPackage, mirror: Mirror): Promise<DeltasByPair> {
  const deltas = new Map<string, BlobReference>();
  for (const [id, record] of registry.apps) {
    const owner = registry.developers.get(record.app.owner);
    if (owner === undefined || registry.tombstones.has(id) || record.versions.length < 2) continue;
    const { published } = publishedVersions(record, owner, facts, nodePackagePorts.sha256);
    for (const { from, to } of deltaPairs(published)) {
      const key = deltaKey(from.body.package.sha256, to.body.package.sha256);
      const known = await mirror.readDelta(key);
      const delta = known === null ? await make(from.facts.package, to.facts.package, mirror) : known.delta;
      if (delta !== null) deltas.set(key, delta);
    }
  }
  return deltas;
}

async function make(from: BlobReference, to: BlobReference, mirror: Mirror): Promise<BlobReference | null> {
  const [older, newer] = [await unpack(from.sha256, mirror), await unpack(to.sha256, mirror)];
  // A package that rotted is loaded again by the next run.
  if (older === null || newer === null) return null;
  const bytes = makeDelta(older, { files: newer, packedLength: to.length }, nodePackagePorts);
  const delta = bytes === null ? null : { sha256: await mirror.blobs.write(bytes), length: bytes.length };
  await mirror.writeDelta(deltaKey(from.sha256, to.sha256), delta);
  return delta;
}

async function unpack(sha256: Sha256, { blobs }: Mirror): Promise<readonly PackageFile[] | null> {
  const archive = await blobs.read(sha256);
  if (archive === null) return null;
  const zip = readZip(archive, nodePackagePorts);
  return zip.ok ? zip.entries : null;
}
