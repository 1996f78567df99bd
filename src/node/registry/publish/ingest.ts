import type { FetchRemote } from "../fetch-remote.ts";
import type { Mirror } from "./mirror.ts";
import { mirrorDeltas } from "./mirror-deltas.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { toHex } from "../../../core/bytes.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import type { DeltasByPair } from "../../../core/index/app-document.ts";
import { ICON_SIZES } from "../../../core/manifest/manifest.ts";
import { contentDigest } from "../../../core/package/package-document.ts";
import type { VersionBody } from "../../../core/registry/documents.ts";
import type { Registry } from "../../../core/registry/model.ts";
import { type PackageFacts, packageFacts } from "../../../core/registry/package-facts.ts";
import { type RemoteFile, urlProblem } from "../../../core/review/fetched.ts";

/** A file a registry names that cannot be published. What depends on it is left out; the rest goes on. */
export interface MissingFile {
  readonly url: string;
  readonly reason: string;
}

export interface Ingested {
  /** By SHA-256 of the package. */
  readonly facts: ReadonlyMap<Sha256, PackageFacts>;
  readonly deltas: DeltasByPair;
  /** Screenshots at hand, by SHA-256. */
  readonly images: ReadonlySet<Sha256>;
  readonly missing: readonly MissingFile[];
}

/**
 * Brings everything the registry names into the mirror, opens each package once, and makes the deltas between them. What is there
 * already is neither loaded nor opened again, but what is kept about a package counts only as far as the registry's own documents bear it out: the platform
 * signs it.
 */
export async function ingest(registry: Registry, mirror: Mirror, fetchRemote: FetchRemote): Promise<Ingested> {
  const facts = new Map<Sha256, PackageFacts>();
  const images = new Set<Sha256>();
  const missing: MissingFile[] = [];
  for (const { versions, listings } of registry.apps.values()) {
    for (const version of versions) {
      const { sha256, url } = version.package;
      const found = (await knownFacts(version, mirror)) ?? (await openPackage(version, registry, mirror, fetchRemote));
      if (typeof found === "string") missing.push({ url, reason: found });
      else facts.set(sha256, found);
    }
    for (const file of [...listings.values()].flatMap(({ screenshots }) => screenshots)) {
      const isKnown = await mirror.blobs.has(file);
      const brought = isKnown ? null : await mirrorFile(file, registry, mirror, fetchRemote);
      if (typeof brought === "string") missing.push({ url: file.url, reason: brought });
      else images.add(file.sha256);
    }
  }
  return { facts, deltas: await mirrorDeltas(registry, facts, mirror), images, missing };
}

async function knownFacts(version: VersionBody, mirror: Mirror): Promise<PackageFacts | null> {
  const facts = await mirror.readFacts(version.package.sha256);
  if (facts === null || !describes(facts, version)) return null;
  const blobs = [facts.package, ...Object.values(facts.icons)];
  const present = await Promise.all(blobs.map((blob) => mirror.blobs.has(blob)));
  return present.every(Boolean) ? facts : null;
}

async function openPackage(
  version: VersionBody,
  registry: Registry,
  mirror: Mirror,
  fetchRemote: FetchRemote,
): Promise<PackageFacts | string> {
  const archive = await mirrorFile(version.package, registry, mirror, fetchRemote);
  if (typeof archive === "string") return archive;
  const { facts, icons, findings } = packageFacts(archive, nodePackagePorts);
  if (facts === null) {
    const reasons = findings.map(({ rule, message }) => `${rule}: ${message}`);
    return reasons.length > 0 ? reasons.join("; ") : "it is not signed";
  }
  if (!describes(facts, version)) return "it is not the package that the version document describes";
  for (const icon of icons.values()) await mirror.blobs.write(icon);
  await mirror.writeFacts(facts);
  return facts;
}

/** True when everything the facts say follows from the version document, which the developer signed and review let in. */
function describes(
  { package: archive, signature, icons }: PackageFacts,
  { package: expected, manifest }: VersionBody,
): boolean {
  const { files } = signature.signed;
  const ofPath = new Map(files.map((file) => [file.path, file]));
  return (
    archive.sha256 === expected.sha256 &&
    archive.length === expected.length &&
    contentDigest(signature.signed, nodePackagePorts.sha256) === expected.content_digest &&
    ICON_SIZES.every((size) => {
      const signed = ofPath.get(manifest.icons[size]);
      return signed?.sha256 === icons[size].sha256 && signed.length === icons[size].length;
    })
  );
}

async function mirrorFile(
  file: RemoteFile,
  { config }: Registry,
  { blobs }: Mirror,
  fetchRemote: FetchRemote,
): Promise<Uint8Array | string> {
  const known = await blobs.read(file.sha256);
  if (known !== null) return known;
  const problem = urlProblem(file.url, config.policy);
  if (problem !== null) return `the address ${problem}`;
  const bytes = await fetchRemote(file);
  if (typeof bytes === "string") return bytes;
  const sha256 = toHex(nodePackagePorts.sha256(bytes));
  if (bytes.length !== file.length || sha256 !== file.sha256) {
    return `it has ${bytes.length} bytes with SHA-256 ${sha256}, not ${file.length} with ${file.sha256}`;
  }
  await blobs.write(bytes);
  return bytes;
}
