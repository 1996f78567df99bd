import { dirname } from "node:path/posix";

import type { DeveloperId } from "../../core/ids/ids.ts";
import type { DeveloperRecord } from "../../core/registry/model.ts";
import { registryPath } from "../../core/registry/paths.ts";
import { readDeveloper } from "../../core/registry/read-developer.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { RegistrySource } from "../../node/registry/submit/registry-source.ts";
import { CliError } from "../errors/cli-error.ts";

const CONFIGURATION = ["registry.json", "categories.json", "reserved.json"] as const;

/** What a registry has of a developer: their document and every rotation; null when it does not know them. */
export async function readRecord(source: RegistrySource, developer: DeveloperId): Promise<DeveloperRecord | null> {
  const { sha256 } = nodeCrypto;
  const own = registryPath({ kind: "developer", developer }, sha256);
  const rotations = dirname(registryPath({ kind: "rotation", developer, seq: 1 }, sha256));
  const paths = [...CONFIGURATION, own, ...(await jsonFilesOf(source, rotations))];
  const read = await Promise.all(paths.map(async (path) => [path, await source.read(path)] as const));
  const files = new Map(read.filter((entry): entry is [string, Uint8Array] => entry[1] !== null));
  const found = readDeveloper(files, developer, sha256);
  if (found.ok) return found.record;
  const [first] = found.findings;
  const message = `${first?.file ?? source.name}: ${first?.message ?? "It cannot be read."}`;
  throw new CliError("registry-document", message, first?.fix ?? null);
}

/** For a change of what is there. */
export function requireRecord(record: DeveloperRecord | null, id: DeveloperId, name: string): DeveloperRecord {
  if (record !== null) return record;
  const message = `${name} does not know the developer "${id}".`;
  throw new CliError("developer-missing", message, "Check the id, or register first with `mosis keys register`.");
}

/** Paths below `registry/` of the JSON files of one of its folders. What editors and killed processes leave is not read. */
async function jsonFilesOf(source: RegistrySource, path: string): Promise<readonly string[]> {
  const names = await source.list(path);
  return names
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .sort()
    .map((name) => `${path}/${name}`);
}
