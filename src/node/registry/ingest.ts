import type { Mirror } from "./mirror.ts";
import { nodePackagePorts } from "../package-ports.ts";
import { toHex } from "../../core/bytes.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import { type RemoteFile, urlProblem } from "../../core/review/fetched.ts";
import type { Registry } from "../../core/registry/model.ts";
import { type PackageFacts, packageFacts } from "../../core/registry/package-facts.ts";

/** Loads a file from its address; a string says why it cannot be had. */
export type FetchRemote = (file: RemoteFile) => Promise<Uint8Array | string>;

/** A file a registry names that cannot be published. What depends on it is left out; the rest goes on. */
export interface MissingFile {
  readonly url: string;
  readonly reason: string;
}

export interface Ingested {
  /** By SHA-256 of the package. */
  readonly facts: ReadonlyMap<Sha256, PackageFacts>;
  /** Screenshots at hand, by SHA-256. */
  readonly images: ReadonlySet<Sha256>;
  readonly missing: readonly MissingFile[];
}

/** Brings everything the registry names into the mirror, and opens each package once. What is there already is not loaded. */
export async function ingest(registry: Registry, mirror: Mirror, fetchRemote: FetchRemote): Promise<Ingested> {
  const facts = new Map<Sha256, PackageFacts>();
  const images = new Set<Sha256>();
  const missing: MissingFile[] = [];
  for (const { versions, listings } of registry.apps.values()) {
    for (const { package: file } of versions) {
      const found = (await mirror.readFacts(file.sha256)) ?? (await openPackage(file, registry, mirror, fetchRemote));
      if (typeof found === "string") missing.push({ url: file.url, reason: found });
      else facts.set(file.sha256, found);
    }
    for (const file of [...listings.values()].flatMap(({ screenshots }) => screenshots)) {
      const problem = await mirrorFile(file, registry, mirror, fetchRemote);
      if (typeof problem === "string") missing.push({ url: file.url, reason: problem });
      else images.add(file.sha256);
    }
  }
  return { facts, images, missing };
}

async function openPackage(
  file: RemoteFile,
  registry: Registry,
  mirror: Mirror,
  fetchRemote: FetchRemote,
): Promise<PackageFacts | string> {
  const archive = await mirrorFile(file, registry, mirror, fetchRemote);
  if (typeof archive === "string") return archive;
  const { facts, icons, findings } = packageFacts(archive, nodePackagePorts);
  if (facts === null) return findings.map(({ rule, message }) => `${rule}: ${message}`).join("; ");
  for (const icon of icons.values()) await mirror.blobs.write(icon);
  await mirror.writeFacts(facts);
  return facts;
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
  if (bytes.length !== file.length || sha256 !== file.sha256) return `it has SHA-256 ${sha256}, not ${file.sha256}`;
  await blobs.write(bytes);
  return bytes;
}
