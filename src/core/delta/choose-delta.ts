import type { Sha256 } from "../ids/ids.ts";
import type { IndexedDelta, IndexedVersion } from "../index/app-document.ts";

/**
 * The delta that leads from what is installed to a version; null where none starts at exactly these bytes, or none is smaller than
 * the package.
 */
export function chooseDelta(
  { deltas = [], package: whole }: Pick<IndexedVersion, "deltas" | "package">,
  installed: { readonly content_digest: Sha256 } | null,
): IndexedDelta | null {
  const delta = deltas.find(({ from }) => from.content_digest === installed?.content_digest);
  return delta !== undefined && delta.length < whole.length ? delta : null;
}
