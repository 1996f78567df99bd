import type { FetchRemote } from "../fetch-remote.ts";
import type { LiveStore } from "./live-store.ts";
import type { NamedFile } from "../named-files.ts";
import type { Mirror } from "../publish/mirror.ts";
import { nodeCrypto } from "../../crypto.ts";
import { inParallel } from "../../in-parallel.ts";
import { type Difference, difference } from "../../../core/audit/difference.ts";
import { toHex } from "../../../core/bytes.ts";
import type { AppId } from "../../../core/ids/ids.ts";
import { storePaths } from "../../../core/index/app-document.ts";
import type { StoreIndex } from "../../../core/index/build-index.ts";
import type { RemoteFile } from "../../../core/review/fetched.ts";

/** Where named files are looked for first; if they are not there, then in the other place. */
export type FirstSource = "store" | "source";

/**
 * Brings named files into a mirror, from the live store or from their addresses. Neither is trusted: their hashes decide.
 *
 * @returns by address, why the first source does not give a file
 */
export async function gatherNamed(
  files: readonly NamedFile[],
  first: FirstSource,
  ports: { readonly mirror: Mirror; readonly live: LiveStore; readonly fetchRemote: FetchRemote },
): Promise<ReadonlyMap<string, string>> {
  const { mirror, live, fetchRemote } = ports;
  const missing = new Map<string, string>();
  const isRight = (bytes: Uint8Array | string | null, { length, sha256 }: RemoteFile): bytes is Uint8Array =>
    bytes instanceof Uint8Array && bytes.length === length && toHex(nodeCrypto.sha256(bytes)) === sha256;
  const fromStore = async ({ file, paths }: NamedFile): Promise<boolean> => {
    for (const path of paths) {
      const bytes = await live.read(path, file.length);
      if (!isRight(bytes, file)) continue;
      await mirror.blobs.write(bytes);
      return true;
    }
    return false;
  };
  const fromSource = async ({ file }: NamedFile): Promise<boolean> => {
    const bytes = await fetchRemote(file);
    if (isRight(bytes, file)) await mirror.blobs.write(bytes);
    else missing.set(file.url, typeof bytes === "string" ? bytes : "another file is there");
    return isRight(bytes, file);
  };
  const [one, other] = first === "store" ? [fromStore, fromSource] : [fromSource, fromStore];
  await inParallel(files, async (named) => {
    if (!(await one(named))) await other(named);
  });
  return missing;
}

/**
 * Named files that nobody gives, after {@link gatherNamed}: those in whose place the store has something else, and the packages of
 * versions that should be published. Whether the store holds those back, or cannot have them either, is not to be told from here.
 */
export async function lostFiles(
  files: readonly NamedFile[],
  { held }: Pick<StoreIndex, "held">,
  mirror: Mirror,
  live: LiveStore,
): Promise<readonly { readonly app: AppId; readonly found: Difference }[]> {
  const heldPaths = new Set(held.map(({ app, versionCode }) => storePaths.package(app, versionCode)));
  const lost: { app: AppId; found: Difference }[] = [];
  for (const { app, file, paths } of files) {
    if (await mirror.blobs.has(file)) continue;
    const expected = { sha256: file.sha256, length: file.length };
    const path = paths.find((each) => live.found(each) !== "absent");
    const actual = path === undefined ? "absent" : live.found(path);
    const heldPath = paths.find((each) => heldPaths.has(each));
    if (path !== undefined) {
      const detail = typeof actual === "string" ? { expected } : { expected, actual };
      lost.push({ app, found: difference(path, "different", detail) });
    } else if (heldPath !== undefined) {
      const message = "The version is merged, but neither the store nor the address in the registry gives its package.";
      lost.push({ app, found: difference(heldPath, "missing", { expected, message }) });
    }
  }
  return lost;
}
