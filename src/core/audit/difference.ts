import type { AppId } from "../ids/ids.ts";
import type { BlobReference } from "../registry/package-facts.ts";
import type { TrustErrorCode } from "../trust/trust-error.ts";

/** How a store can differ from its registry, beside what `TrustError` says of metadata. */
export type DifferenceKind =
  /** The store lacks a file, or a signed list lacks an entry. */
  | "missing"
  /** The store has something else. */
  | "different"
  /** Nothing in the registry accounts for it. */
  | "unexpected"
  /** A target is listed in a bin in which no client looks for it. */
  | "wrong-bin"
  /** A package's `signature.sig` bears no valid signature of a platform key. */
  | "signature"
  | Exclude<TrustErrorCode, "unreachable">;

/** One thing in which a published store is not what its registry makes it. */
export interface Difference {
  /** From the root of the store. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** The entry of a signed list it is about, such as `apps/com.example.notes.json`; null for the whole file. */
  readonly entry: string | null;
  /** Null where nothing should be, or where what should be is not one file. */
  readonly expected: BlobReference | null;
  /** Null where nothing is, or where it was not read to its end. */
  readonly actual: BlobReference | null;
  /** A sentence with what else there is to say; null where the kind says it all. */
  readonly message: string | null;
  /** The path of another difference without which this one might not be there; null where it stands for itself. */
  readonly because: string | null;
}

/** A difference of these parts. */
export function difference(
  path: string,
  kind: DifferenceKind,
  detail: Partial<Omit<Difference, "path" | "kind">> = {},
): Difference {
  return { path, kind, entry: null, expected: null, actual: null, message: null, because: null, ...detail };
}

/** What stands for itself first, then by path and entry. */
export function sortDifferences(differences: readonly Difference[]): readonly Difference[] {
  const keyOf = ({ because, path, entry, kind }: Difference): string =>
    [because === null ? "0" : "1", path, entry ?? "", kind].join("\n");
  return differences.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/**
 * Marks what may only follow from something else. Where a version's bytes or its platform signature cannot be had, the app's
 * document, and the lists it stands in, cannot be computed as they should be; without the bytes, deltas and pictures neither.
 *
 * @param unsure by app, the path of the file that is not right
 */
export function markConsequences(
  differences: readonly Difference[],
  unsure: ReadonlyMap<AppId, string>,
): readonly Difference[] {
  const [anyCause] = unsure.values();
  return differences.map((each) => {
    const place = each.entry ?? each.path;
    const because = SHARED_LISTS.test(place) ? anyCause : unsure.get(appOf(place) as AppId);
    return because === undefined || !follows(place, because) ? each : { ...each, because };
  });
}

function follows(place: string, cause: string): boolean {
  if (place === cause || place.startsWith("packages/")) return false;
  return !FILES.test(place) || !cause.endsWith(SIGNATURE);
}

const FILES = /^(?:deltas|assets)\//;
const SIGNATURE = "/signature.sig";
/** What is made of several apps. */
const SHARED_LISTS = /^v1\/(?:search\/.+|[^/]+)\.json$|^feeds\/(?!apps\/)/;
const APP_PATHS = [
  /^(?:packages|deltas|assets)\/([^/]+)\//,
  /^targets\/apps\/[0-9a-f]{64}\.(.+)\.json$/,
  /^apps\/([^/]+)\.json$/,
  /^feeds\/apps\/([^/]+)\.(?:atom|json)$/,
  /^badges\/([^/]+?)(?:\.svg|\/[^/]+)$/,
  /^v1\/apps\/([^/]+?)(?:\.json|\/versions\.json|\/versions\/[^/]+\.json)$/,
];

/** The app that a path of the published tree, or a target path, belongs to; null where it belongs to none. */
export function appOf(path: string): string | null {
  for (const pattern of APP_PATHS) {
    const app = pattern.exec(path)?.[1];
    if (app !== undefined) return app;
  }
  return null;
}
