import { type Difference, difference } from "./difference.ts";
import type { BlobReference } from "../registry/package-facts.ts";

/** What a store has at a path: a file, nothing, or one that is longer than it may be and was not read to its end. */
export type FoundFile = BlobReference | "absent" | "longer";

/** Compares the files that a store must have with those it has, byte for byte by their hashes. */
export function compareFiles(
  expected: ReadonlyMap<string, BlobReference>,
  found: (path: string) => FoundFile,
): readonly Difference[] {
  return [...expected].flatMap(([path, file]): readonly Difference[] => {
    const actual = found(path);
    if (actual === "absent") return [difference(path, "missing", { expected: file })];
    if (actual === "longer") {
      return [difference(path, "different", { expected: file, message: `It has more than ${file.length} bytes.` })];
    }
    if (actual.sha256 === file.sha256 && actual.length === file.length) return [];
    return [difference(path, "different", { expected: file, actual })];
  });
}
