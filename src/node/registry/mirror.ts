import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type BlobStore, openBlobStore } from "../blob-store.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import type { PackageFacts } from "../../core/registry/package-facts.ts";

/**
 * The registry's own copy of everything its documents refer to. Losing it costs a download each, nothing else: every byte is
 * named by its hash, and facts are computed again.
 */
export interface Mirror {
  readonly blobs: BlobStore;
  /** Null when the package was not opened yet, or what was kept of it cannot be read. */
  readFacts(packageSha256: Sha256): Promise<PackageFacts | null>;
  writeFacts(facts: PackageFacts): Promise<void>;
}

/** Changes with what facts hold, so that old ones are not taken for new ones. */
const FACTS_FOLDER = "facts-1";

/** Opens the mirror in a folder, making it when there is none. */
export async function openMirror(folder: string): Promise<Mirror> {
  const blobs = await openBlobStore(join(folder, "blobs"));
  const pathOf = (sha256: Sha256): string => join(folder, FACTS_FOLDER, sha256.slice(0, 2), `${sha256}.json`);
  return {
    blobs,
    async readFacts(sha256) {
      try {
        return JSON.parse(await readFile(pathOf(sha256), "utf8")) as PackageFacts;
      } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    async writeFacts(facts) {
      await writeAtomically(pathOf(facts.package.sha256), new TextEncoder().encode(JSON.stringify(facts)));
    },
  };
}
