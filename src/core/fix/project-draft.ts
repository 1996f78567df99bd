import { formatJson } from "./format-json.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonValue } from "../json/value.ts";
import type { PackageFile } from "../package/package-document.ts";
import type { PackagePath } from "../package/package-path.ts";

/** JSON that may be changed in place. */
export type Draft = null | boolean | number | string | Draft[] | { [key: string]: Draft };

/** A value within an object or array. */
export interface DraftPlace {
  readonly holder: Draft[] | { [key: string]: Draft };
  readonly key: string;
  readonly value: Draft | undefined;
}

/** The files of a project while they are mended; the files given stay as they are. */
export class ProjectDraft {
  readonly #files: Map<PackagePath, Uint8Array>;
  readonly #changed = new Map<PackagePath, Uint8Array>();

  constructor(files: readonly PackageFile[]) {
    this.#files = new Map(files.map(({ path, data }) => [path, data]));
  }

  files(): readonly PackageFile[] {
    return [...this.#files].map(([path, data]) => ({ path, data }));
  }

  paths(): readonly PackagePath[] {
    return [...this.#files.keys()];
  }

  /** Files that are no longer as they were given. */
  changed(): ReadonlyMap<PackagePath, Uint8Array> {
    return this.#changed;
  }

  bytes(path: string): Uint8Array | undefined {
    return this.#files.get(path as PackagePath);
  }

  write(path: string, data: Uint8Array): void {
    this.#files.set(path as PackagePath, data);
    this.#changed.set(path as PackagePath, data);
  }

  /** The value of a JSON file, or null where it is none. */
  json(path: string): JsonValue {
    const bytes = this.bytes(path);
    const parsed = bytes === undefined ? null : parseJson(bytes, path);
    return parsed?.ok === true ? parsed.document.value : null;
  }

  /** Changes a place of a JSON file; false when there is no such place, or nothing to change. */
  editAt(path: string, pointer: string, edit: (place: DraftPlace) => boolean): boolean {
    const root = structuredCloneJson(this.json(path));
    const place = placeOf(root, pointer);
    if (place === null || !edit(place)) return false;
    this.write(path, new TextEncoder().encode(formatJson(root)));
    return true;
  }
}

function structuredCloneJson(value: JsonValue): Draft {
  return JSON.parse(JSON.stringify(value)) as Draft;
}

function placeOf(root: Draft, pointer: string): DraftPlace | null {
  const keys = pointer.split("/").slice(1);
  let holder: Draft | undefined = root;
  for (const key of keys.slice(0, -1)) holder = memberOf(holder, unescape(key));
  const key = unescape(keys.at(-1) ?? "");
  if (holder === null || typeof holder !== "object") return null;
  return { holder, key, value: memberOf(holder, key) };
}

function memberOf(holder: Draft | undefined, key: string): Draft | undefined {
  if (holder === null || typeof holder !== "object" || !Object.hasOwn(holder, key)) return undefined;
  return (holder as { readonly [key: string]: Draft })[key];
}

/** RFC 6901, section 4. */
function unescape(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
