import { createHash } from "node:crypto";

import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import type { Git } from "../forge/git/git.ts";
import { listTree } from "../forge/git/objects.ts";
import type { RegistryCode } from "../registry-code.ts";

/** What of a registry's code is not as it is in this project; null for files that are gone from it. */
export async function codeChanges(
  git: Git,
  commit: string,
  code: RegistryCode,
): Promise<Readonly<Record<string, Uint8Array | null>>> {
  const entries = await listTree(git, commit, true);
  const known = new Map(entries.filter(({ type }) => type === "blob").map(({ path, sha }) => [path, sha]));
  const changed = Object.entries(code).filter(([path, bytes]) => known.get(path) !== blobId(bytes));
  const gone = [...known.keys()].filter((path) => !path.startsWith(REGISTRY_FOLDER) && code[path] === undefined);
  return Object.fromEntries([...changed, ...gone.map((path) => [path, null] as const)]);
}

/** The name of Git's object with these bytes. */
function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
