import type { AppDocument } from "../core/index/app-document.ts";
import type { AppIndex, PublishedFile } from "../core/index/index-app.ts";
import type { RegistryHistory } from "../core/index/registry-history.ts";

/** The document of an app as devices get it. */
export function documentOf({ app, target, files }: AppIndex): AppDocument {
  return JSON.parse(
    new TextDecoder().decode(bytesOf(files.get(`targets/apps/${target.sha256}.${app}.json`))),
  ) as AppDocument;
}

/** A history in which every version came with the same commit. */
export function allAt(at: string): RegistryHistory {
  return { publication: () => ({ commit: COMMIT, at }), newest: at, head: { commit: COMMIT, at } };
}

const COMMIT = "c0".repeat(20);

/** A JSON file of a published tree. */
export function fileOf<Document>(files: ReadonlyMap<string, PublishedFile>, path: string): Document {
  return JSON.parse(new TextDecoder().decode(bytesOf(files.get(path)))) as Document;
}

function bytesOf(file: PublishedFile | undefined): Uint8Array {
  if (file?.kind === "bytes") return file.bytes;
  throw new TypeError("the index has no such file of its own");
}
