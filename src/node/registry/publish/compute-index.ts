import type { FetchRemote } from "../fetch-remote.ts";
import { fetchRemote as fetchFromNetwork } from "../fetch-remote.ts";
import { ingest, type MissingFile } from "./ingest.ts";
import type { Mirror } from "./mirror.ts";
import { PublishError } from "./publish-error.ts";
import { nodeCrypto } from "../../crypto.ts";
import type { Finding } from "../../../core/findings/finding.ts";
import type { AppId, VersionCode } from "../../../core/ids/ids.ts";
import { buildIndex, type StoreIndex } from "../../../core/index/build-index.ts";
import type { IndexPorts as TreePorts } from "../../../core/index/index-app.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../../../core/registry/model.ts";

export interface IndexPorts {
  readonly mirror: Mirror;
  /** Adds the platform's signature to a package document: signs it, or takes a signature that was verified. */
  readonly countersign: TreePorts["countersign"];
  /** From the network, by the registry's policy, when left out. */
  readonly fetchRemote?: FetchRemote;
}

export interface ComputedIndex {
  readonly registry: Registry;
  readonly index: StoreIndex;
  readonly missing: readonly MissingFile[];
  /** Documents that were left out because they are broken. */
  readonly findings: readonly Finding[];
}

/**
 * The published tree but for its signatures and pages. The same files of a registry and the same bytes at their addresses give the
 * same tree, byte for byte.
 *
 * @throws PublishError `registry-broken`
 */
export async function computeIndex(
  files: RegistryFiles,
  publishedAt: (app: AppId, code: VersionCode) => string,
  { mirror, countersign, fetchRemote }: IndexPorts,
): Promise<ComputedIndex> {
  const { registry, findings } = openRegistry(files);
  const { missing, ...blobs } = await ingest(registry, mirror, fetchRemote ?? fetchFromNetwork(registry.config.policy));
  const index = buildIndex({ registry, ...blobs, publishedAt }, { sha256: nodeCrypto.sha256, countersign });
  return { registry, index, missing, findings };
}

/**
 * Reads the registry that is to be published.
 *
 * @throws PublishError `registry-broken`
 */
export function openRegistry(files: RegistryFiles): Pick<ComputedIndex, "registry" | "findings"> {
  const { registry, findings } = readRegistry(files, nodeCrypto.sha256);
  if (registry !== null) return { registry, findings };
  const reasons = findings.map(({ file, message }) => `${file}: ${message}`).join(" ");
  throw new PublishError("registry-broken", `The registry cannot be read. ${reasons}`);
}
