import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";

import { canonicalVectors } from "./vectors-canonical.ts";
import { deltaVectors } from "./vectors-deltas.ts";
import { ed25519Vectors } from "./vectors-ed25519.ts";
import { lineageVectors } from "./vectors-lineage.ts";
import { hostileVectors, packageVectors } from "./vectors-packages.ts";
import { queryVectors, wordsVectors } from "./vectors-search.ts";
import { documentVectors, rawSliceVectors } from "./vectors-signed.ts";
import { batchVectors, bucketVectors, deviceIdVectors, firstStartVectors } from "./vectors-telemetry.ts";

/** Bytes in a vector: text in UTF-8, hex, base64, or base64 of gzip where they are many. */
export type VectorBytes =
  | { readonly text: string }
  | { readonly hex: string }
  | { readonly base64: string }
  | { readonly gzip_base64: string };

/** One case of the specification's conformance suite. */
export interface Vector<Input, Expected> {
  readonly name: string;
  readonly why: string;
  readonly input: Input;
  /** `"ok"` or a result; of a refusal, the rules or codes. */
  readonly expected: Expected;
}

const FOLDER = join(import.meta.dirname, "../../../docs/spec/vectors");

/** What each file of vectors holds, by path below docs/spec/vectors. */
const makers = {
  "canonical-json/canonical-json.json": canonicalVectors,
  "deltas/deltas.json": deltaVectors,
  "ed25519/verdicts.json": ed25519Vectors,
  "lineage/lineage.json": lineageVectors,
  "packages/hostile.json": hostileVectors,
  "packages/packages.json": packageVectors,
  "search/queries.json": queryVectors,
  "search/words.json": wordsVectors,
  "signed-documents/documents.json": documentVectors,
  "signed-documents/raw-slices.json": rawSliceVectors,
  "telemetry/batches.json": batchVectors,
  "telemetry/buckets.json": bucketVectors,
  "telemetry/device-ids.json": deviceIdVectors,
  "telemetry/first-starts.json": firstStartVectors,
} as const;

export type VectorPath = keyof typeof makers;
export type VectorsAt<Path extends VectorPath> = ReturnType<(typeof makers)[Path]>;

export const vectorPaths = Object.keys(makers) as readonly VectorPath[];

/** The vectors of a file as they are published. */
export function readVectors<Path extends VectorPath>(path: Path): VectorsAt<Path> {
  return JSON.parse(readFileSync(join(FOLDER, path), "utf8")) as VectorsAt<Path>;
}

/** The vectors of a file as our kits make them. Archives depend on the host's zlib; everything else is the same everywhere. */
export function makeVectors<Path extends VectorPath>(path: Path): VectorsAt<Path> {
  return makers[path]() as VectorsAt<Path>;
}

/** Writes every file that our kits make. */
export function writeVectors(): void {
  for (const path of vectorPaths) {
    mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
    writeFileSync(join(FOLDER, path), `${JSON.stringify(makeVectors(path), null, 2)}\n`);
  }
}

/** Paths of all files that are there. */
export function publishedVectorPaths(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".json"))
    .sort();
}

/** The bytes a vector means. */
export function bytesOf(bytes: VectorBytes): Uint8Array {
  if ("text" in bytes) return new TextEncoder().encode(bytes.text);
  if ("hex" in bytes) return Buffer.from(bytes.hex, "hex");
  if ("base64" in bytes) return Buffer.from(bytes.base64, "base64");
  return gunzipSync(Buffer.from(bytes.gzip_base64, "base64"));
}
