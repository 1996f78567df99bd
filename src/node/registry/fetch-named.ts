import type { FetchProof } from "./fetch-proof.ts";
import type { FetchRemote } from "./fetch-remote.ts";
import { nodeCrypto } from "../crypto.ts";
import type { Registry } from "../../core/registry/model.ts";
import { parseRegistryDocument, type RegistryDocument } from "../../core/registry/parse-document.ts";
import { parseRegistryPath, REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { type Change, classifySubmission } from "../../core/registry/submission.ts";
import { proofUrls } from "../../core/review/domains.ts";
import { type FetchedFiles, remoteFiles } from "../../core/review/fetched.ts";

/** Bytes of all files that one submission may name: they are in memory together. */
const MAX_BYTES = 256 * (1 << 20);
const PARALLEL = 8;

/** Loads what the documents of a submission name, each address once; a string says why something cannot be had. */
export async function fetchNamed(changes: readonly Change[], fetchRemote: FetchRemote): Promise<FetchedFiles> {
  const files = [
    ...new Map(
      documentsOf(changes)
        .flatMap(remoteFiles)
        .map((file) => [file.url, file]),
    ).values(),
  ];
  const total = files.reduce((sum, { length }) => sum + length, 0);
  if (total > MAX_BYTES) {
    const reason = `the submission names ${total} bytes of files, and ${MAX_BYTES} are the most`;
    return new Map(files.map(({ url }) => [url, reason]));
  }
  const fetched = new Map<string, Uint8Array | string>();
  for (let start = 0; start < files.length; start += PARALLEL) {
    const batch = files
      .slice(start, start + PARALLEL)
      .map(async (file) => [file.url, await fetchRemote(file)] as const);
    for (const [url, bytes] of await Promise.all(batch)) fetched.set(url, bytes);
  }
  return fetched;
}

/** Loads the proofs of the domains that a submission adds to a registry; none of what is no submission, which may name any number. */
export async function fetchProofs(
  changes: readonly Change[],
  base: Pick<Registry, "config" | "developers">,
  fetchProof: FetchProof,
): Promise<FetchedFiles> {
  if (!classifySubmission(changes, nodeCrypto.sha256).ok) return new Map();
  const urls = documentsOf(changes).flatMap((document) => proofUrls(document, base));
  return new Map(await Promise.all(urls.map(async (url) => [url, await fetchProof(url)] as const)));
}

function documentsOf(changes: readonly Change[]): readonly RegistryDocument[] {
  return changes.flatMap(({ path, after }) => {
    if (after === null || !path.startsWith(REGISTRY_FOLDER)) return [];
    const registryPath = path.slice(REGISTRY_FOLDER.length);
    const place = parseRegistryPath(registryPath, nodeCrypto.sha256);
    const parsed = place === null ? null : parseRegistryDocument(place, registryPath, after);
    return parsed?.ok === true ? [parsed.document] : [];
  });
}
