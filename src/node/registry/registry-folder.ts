import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { nodeCrypto } from "../crypto.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../../core/registry/model.ts";
import { parseRegistryPath } from "../../core/registry/paths.ts";

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

async function readKnown(folder: string): Promise<RegistryFiles> {
  const names = await readdir(folder, { recursive: true, encoding: "utf8" });
  const wanted = names
    .map((name) => name.replaceAll("\\", "/"))
    .filter((path) => CONFIGURATION.has(path) || isOfDeveloper(path));
  return new Map(await Promise.all(wanted.map(async (path) => [path, await readFile(join(folder, path))] as const)));
}

function isOfDeveloper(path: string): boolean {
  const kind = parseRegistryPath(path, nodeCrypto.sha256)?.kind;
  return kind === "developer" || kind === "rotation";
}
