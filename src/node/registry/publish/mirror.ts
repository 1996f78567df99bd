import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type BlobStore, openBlobStore } from "../../blob-store.ts";
import type { Publications } from "../../git/registry-history.ts";
import { writeAtomically } from "../../write-atomically.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import type { BlobReference, PackageFacts } from "../../../core/registry/package-facts.ts";

/**
 * The registry's own copy of everything its documents refer to. Losing it costs a download each, nothing else: every byte is
 * named by its hash, and facts are computed again.
 */
export interface Mirror {
  readonly blobs: BlobStore;
  /** Null when the package was not opened yet, or what was kept of it cannot be read. */
  readFacts(packageSha256: Sha256): Promise<PackageFacts | null>;
  writeFacts(facts: PackageFacts): Promise<void>;
  /** The delta made of a pair of packages, null in it where none was worth it. Null when it was not tried yet, or its bytes are gone. */
  readDelta(key: string): Promise<{ readonly delta: BlobReference | null } | null>;
  writeDelta(key: string, delta: BlobReference | null): Promise<void>;
  /** Null when none were kept, or they cannot be read. */
  readPublications(): Promise<Publications | null>;
  writePublications(publications: Publications): Promise<void>;
}

/** They change with what is kept in them, so that the old is not taken for the new. */
const FACTS_FOLDER = "facts-2";
const DELTAS_FOLDER = "deltas-2";
const PUBLICATIONS_FILE = "publications-1.json";

/** Opens the mirror in a folder, making it when there is none. */
export async function openMirror(folder: string): Promise<Mirror> {
  const blobs = await openBlobStore(join(folder, "blobs"));
  const factsPath = (sha256: Sha256): string => join(folder, FACTS_FOLDER, sha256.slice(0, 2), `${sha256}.json`);
  const deltaPath = (key: string): string => join(folder, DELTAS_FOLDER, key.slice(0, 2), `${key}.json`);
  return {
    blobs,
    readFacts: (sha256) => readJson<PackageFacts>(factsPath(sha256)),
    writeFacts: (facts) => writeJson(factsPath(facts.package.sha256), facts),
    async readDelta(key) {
      const made = await readJson<{ readonly delta: BlobReference | null }>(deltaPath(key));
      return made === null || made.delta === null || (await blobs.has(made.delta)) ? made : null;
    },
    writeDelta: (key, delta) => writeJson(deltaPath(key), { delta }),
    readPublications: () => readJson<Publications>(join(folder, PUBLICATIONS_FILE)),
    writePublications: (publications) => writeJson(join(folder, PUBLICATIONS_FILE), publications),
  };
}

/** Null where there is none, or what is there was damaged. */
async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeAtomically(path, new TextEncoder().encode(JSON.stringify(value)));
}
