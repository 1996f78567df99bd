import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { nodeCrypto } from "../../crypto.ts";
import { type Finding, sortFindings } from "../../../core/findings/finding.ts";
import { lintExceptions } from "../../../core/review/lint-exceptions.ts";
import { lintCollections } from "../../../core/registry/lint-collections.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../../../core/registry/model.ts";
import { parseRegistryPath } from "../../../core/registry/paths.ts";

const CONFIGURATION: ReadonlySet<string> = new Set(["registry.json", "categories.json", "reserved.json"]);

/**
 * The developers of a registry in a checkout, with its configuration; apps are left out.
 *
 * @param folder the one that holds `registry.json`; null is the answer for one without, such as a copy of `trust/` alone
 * @throws Error when a document of it cannot be read
 */
export async function readDevelopers(folder: string): Promise<Registry | null> {
  const files = await readKnown(folder);
  if (!files.has("registry.json")) return null;
  const { registry, findings } = readRegistry(files, nodeCrypto.sha256);
  const [first] = findings;
  if (registry !== null && first === undefined) return registry;
  throw new Error(`${join(folder, first?.file ?? "")}: ${first?.message ?? "It cannot be read."}`);
}

/**
 * What is wrong with a registry in a checkout, whatever is being submitted to it: documents that cannot be read or refer to
 * nothing, collections of apps that are not there, and exceptions that should not be there any more. Sorted.
 */
export async function lintRegistry(folder: string, now: Date): Promise<readonly Finding[]> {
  const { registry, findings } = readRegistry(await readAll(folder, isDocument), nodeCrypto.sha256);
  return registry === null
    ? findings
    : sortFindings([...findings, ...lintCollections(registry), ...lintExceptions(registry, now, nodeCrypto.sha256)]);
}

function readKnown(folder: string): Promise<RegistryFiles> {
  return readAll(folder, (path) => CONFIGURATION.has(path) || isOfDeveloper(path));
}

async function readAll(folder: string, isWanted: (path: string) => boolean): Promise<RegistryFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  const wanted = paths.map((path) => path.replaceAll("\\", "/")).filter(isWanted);
  return new Map(await Promise.all(wanted.map(async (path) => [path, await readFile(join(folder, path))] as const)));
}

/** What editors leave is no document. */
function isDocument(path: string): boolean {
  return !path.split("/").some((name) => name.startsWith("."));
}

function isOfDeveloper(path: string): boolean {
  const kind = parseRegistryPath(path, nodeCrypto.sha256)?.kind;
  return kind === "developer" || kind === "rotation";
}
