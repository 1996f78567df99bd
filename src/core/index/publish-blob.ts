import type { StoreFile } from "./app-document.ts";
import type { PublishedFile } from "./index-app.ts";
import type { BlobReference } from "../registry/package-facts.ts";

/** Adds a blob to the published tree, and names it as documents do. */
export function publishBlob(path: string, blob: BlobReference, files: Map<string, PublishedFile>): StoreFile {
  files.set(path, { kind: "blob", blob });
  return { path, length: blob.length, sha256: blob.sha256 };
}
