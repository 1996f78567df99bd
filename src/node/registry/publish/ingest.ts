import { type FetchRemote, NOT_TRIED } from "../fetch-remote.ts";
import type { Mirror } from "./mirror.ts";
import { mirrorDeltas } from "./mirror-deltas.ts";
import { type NamedFile, namedFiles } from "../named-files.ts";
import { inParallel } from "../../in-parallel.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { toHex } from "../../../core/bytes.ts";
import type { AppId, Sha256, VersionCode } from "../../../core/ids/ids.ts";
import type { DeltasByPair } from "../../../core/index/app-document.ts";
import { ICON_SIZES } from "../../../core/manifest/manifest.ts";
import { contentDigest } from "../../../core/package/package-document.ts";
import type { RegistryConfig, VersionBody } from "../../../core/registry/documents.ts";
import type { Registry } from "../../../core/registry/model.ts";
import { type PackageFacts, packageFacts } from "../../../core/registry/package-facts.ts";
import { type RemoteFile, urlProblem } from "../../../core/review/fetched.ts";

/** A file a registry names that cannot be published. What depends on it is left out; the rest goes on. */
export interface MissingFile {
  readonly url: string;
  readonly reason: string;
  /** False where other files took all the time there was. */
  readonly tried: boolean;
}

export interface Ingested {
  /** By SHA-256 of the package. */
  readonly facts: ReadonlyMap<Sha256, PackageFacts>;
  readonly deltas: DeltasByPair;
  /** Screenshots at hand, by SHA-256. */
  readonly images: ReadonlySet<Sha256>;
  /** In the order of the registry. */
  readonly missing: readonly MissingFile[];
}

export interface IngestPorts {
  readonly mirror: Mirror;
  readonly fetchRemote: FetchRemote;
  /**
   * A file of the store as it was published last; null where it has none, or cannot be asked. It is asked before the hosts of
   * developers: a version that is out stays out, whatever became of the mirror and of its address. Its word is not taken: hashes decide.
   */
  readonly published?: ReadPublished;
  /** Versions that the run before asked for in vain. They come last, so that hosts that keep us waiting keep nobody else. */
  readonly inVain?: (app: AppId, code: VersionCode) => boolean;
}

/** @param maxBytes whoever reads gets no longer file */
export type ReadPublished = (path: string, maxBytes: number) => Promise<Uint8Array | null>;

/**
 * Brings everything the registry names into the mirror, opens each package once, and makes the deltas between them. What is there
 * already is neither loaded nor opened again, but what is kept about a package counts only as far as the registry's own documents bear it out: the platform
 * signs it.
 */
export async function ingest(registry: Registry, ports: IngestPorts): Promise<Ingested> {
  const { mirror, inVain = () => false } = ports;
  const facts = new Map<Sha256, PackageFacts>();
  const images = new Set<Sha256>();
  const problems = new Map<string, string>();
  const named = onceEach(namedFiles(registry));
  const isLast = ({ app, version }: NamedFile): boolean => version !== null && inVain(app, version.version_code);
  const { config } = registry;
  await inParallel([...named.filter((each) => !isLast(each)), ...named.filter(isLast)], async (each) => {
    const { file, version } = each;
    if (version === null) {
      const brought = (await mirror.blobs.has(file)) ? null : await mirrorFile(each, config, ports);
      if (typeof brought === "string") problems.set(file.url, brought);
      else images.add(file.sha256);
      return;
    }
    const found = (await knownFacts(version, mirror)) ?? (await openPackage(each, version, config, ports));
    if (typeof found === "string") problems.set(file.url, found);
    else facts.set(file.sha256, found);
  });
  const missing = named.flatMap(({ file: { url } }) => {
    const reason = problems.get(url);
    return reason === undefined ? [] : [{ url, reason, tried: reason !== NOT_TRIED }];
  });
  return { facts, deltas: await mirrorDeltas(registry, facts, mirror), images, missing };
}

/** Listings in several languages mostly show the same pictures. */
function onceEach(named: readonly NamedFile[]): readonly NamedFile[] {
  const pictures = new Set<Sha256>();
  return named.filter(({ version, file: { sha256 } }) => {
    if (version !== null) return true;
    const isNew = !pictures.has(sha256);
    pictures.add(sha256);
    return isNew;
  });
}

async function knownFacts(version: VersionBody, mirror: Mirror): Promise<PackageFacts | null> {
  const facts = await mirror.readFacts(version.package.sha256);
  if (facts === null || !describes(facts, version)) return null;
  const blobs = [facts.package, ...Object.values(facts.icons)];
  const present = await Promise.all(blobs.map((blob) => mirror.blobs.has(blob)));
  return present.every(Boolean) ? facts : null;
}

async function openPackage(
  named: NamedFile,
  version: VersionBody,
  config: RegistryConfig,
  ports: IngestPorts,
): Promise<PackageFacts | string> {
  const { mirror } = ports;
  const archive = await mirrorFile(named, config, ports);
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

/**
 * True when what the facts say follows from the version document, which the developer signed and review let in. How many texts there
 * are does not: it is for pages, and a lie about it is found by whoever computes the tree again.
 */
function describes(
  { package: archive, signature, icons, texts }: PackageFacts,
  { package: expected, manifest }: VersionBody,
): boolean {
  const { files } = signature.signed;
  const ofPath = new Map(files.map((file) => [file.path, file]));
  return (
    archive.sha256 === expected.sha256 &&
    archive.length === expected.length &&
    contentDigest(signature.signed, nodePackagePorts.sha256) === expected.content_digest &&
    Object.keys(texts.locales).every((tag) => ofPath.has(`locales/${tag}.json`)) &&
    ICON_SIZES.every((size) => {
      const signed = ofPath.get(manifest.icons[size]);
      return signed?.sha256 === icons[size].sha256 && signed.length === icons[size].length;
    })
  );
}

async function mirrorFile(
  { file, paths }: NamedFile,
  { policy }: RegistryConfig,
  { mirror: { blobs }, fetchRemote, published = nothing }: IngestPorts,
): Promise<Uint8Array | string> {
  const known = await blobs.read(file.sha256);
  if (known !== null) return known;
  for (const path of paths) {
    const bytes = await published(path, file.length);
    if (bytes === null || wrongBytes(bytes, file) !== null) continue;
    await blobs.write(bytes);
    return bytes;
  }
  const problem = urlProblem(file.url, policy);
  if (problem !== null) return `the address ${problem}`;
  const bytes = await fetchRemote(file);
  if (typeof bytes === "string") return bytes;
  const wrong = wrongBytes(bytes, file);
  if (wrong !== null) return wrong;
  await blobs.write(bytes);
  return bytes;
}

const nothing: ReadPublished = () => Promise.resolve(null);

function wrongBytes(bytes: Uint8Array, { length, sha256: expected }: RemoteFile): string | null {
  const sha256 = toHex(nodePackagePorts.sha256(bytes));
  if (bytes.length === length && sha256 === expected) return null;
  return `it has ${bytes.length} bytes with SHA-256 ${sha256}, not ${length} with ${expected}`;
}
