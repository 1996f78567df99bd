import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { listRegistryFolder, readRegistryFile } from "./read-registry-file.ts";
import type { ForgeClient } from "../../forge-client.ts";
import { type Repository, repositoryName } from "../../../core/publish/forge-address.ts";
import { REGISTRY_FOLDER } from "../../../core/registry/paths.ts";

/** Single files of a registry, wherever it is. Paths are below `registry/`. */
export interface RegistrySource {
  /** What to call it in messages. */
  readonly name: string;
  /** Null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
}

/** The main branch of a registry on a forge; its methods throw ForgeError. */
export function forgeSource(client: ForgeClient, registry: Repository): RegistrySource {
  return {
    name: repositoryName(registry),
    read: (path) => readRegistryFile(client, registry, path),
    list: (path) => listRegistryFolder(client, registry, path),
  };
}

/** A checkout of a registry. */
export function checkoutSource(folder: string): RegistrySource {
  const at = (path: string): string => join(folder, REGISTRY_FOLDER, path);
  return {
    name: folder,
    read: (path) => nullIfMissing(readFile(at(path))),
    list: async (path) => (await nullIfMissing(readdir(at(path)))) ?? [],
  };
}

async function nullIfMissing<Value>(action: Promise<Value>): Promise<Value | null> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
