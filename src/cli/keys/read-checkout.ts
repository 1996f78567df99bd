import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { DeveloperId } from "../../core/ids/ids.ts";
import type { DeveloperRecord } from "../../core/registry/model.ts";
import { REGISTRY_FOLDER, registryPath } from "../../core/registry/paths.ts";
import { readDeveloper } from "../../core/registry/read-developer.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { CliError } from "../errors/cli-error.ts";
import { isMissing } from "../errors/is-missing.ts";

const CONFIGURATION = ["registry.json", "categories.json", "reserved.json"] as const;

/** Reads what a checkout of a registry has of a developer: their document and every rotation. */
export async function readCheckout(folder: string, developer: DeveloperId): Promise<DeveloperRecord> {
  const { sha256 } = nodeCrypto;
  const own = registryPath({ kind: "developer", developer }, sha256);
  const rotations = dirname(registryPath({ kind: "rotation", developer, seq: 1 }, sha256));
  const paths = [...CONFIGURATION, own, ...(await jsonFilesOf(folder, rotations))];
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const bytes = await nullIfMissing(readFile(join(folder, REGISTRY_FOLDER, path)));
    if (bytes !== null) files.set(path, bytes);
  }
  if (!files.has("registry.json")) {
    const message = `${folder} is no checkout of a registry: it has no ${REGISTRY_FOLDER}registry.json.`;
    throw new CliError("registry-missing", message, "Name the folder that holds `registry/` with `--out DIR`.");
  }
  const read = readDeveloper(files, developer, sha256);
  if (!read.ok) {
    const [first] = read.findings;
    const message = `${first?.file ?? folder}: ${first?.message ?? "It cannot be read."}`;
    throw new CliError("registry-document", message, first?.fix ?? null);
  }
  if (read.record !== null) return read.record;
  const message = `There is no document of "${developer}": ${join(folder, REGISTRY_FOLDER, own)}`;
  throw new CliError("developer-missing", message, "Check the id, or register first with `mosis keys register`.");
}

/** Paths below `registry/` of the JSON files of one of its folders. What editors and killed processes leave is not read. */
async function jsonFilesOf(folder: string, path: string): Promise<readonly string[]> {
  const names = (await nullIfMissing(readdir(join(folder, REGISTRY_FOLDER, path)))) ?? [];
  return names
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .sort()
    .map((name) => `${path}/${name}`);
}

function nullIfMissing<Value>(action: Promise<Value>): Promise<Value | null> {
  return action.catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
}
