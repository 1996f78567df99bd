import { appendPointer, isJsonObject, type JsonValue } from "../json/value.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** A value of the manifest that differs. Without a member `before` it is new; without `after` it is gone. */
export type FieldChange = {
  /** JSON pointer, such as `/author/name`. */
  readonly field: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
};

/** Compared as sets, each on its own. */
const COMPARED_ELSEWHERE: ReadonlySet<string> = new Set(["/permissions", "/network/hosts"]);

/** Values that differ, in the order of the first manifest, new ones after them. Lists are compared whole. */
export function diffManifests(before: Manifest, after: Manifest): readonly FieldChange[] {
  const old = leaves(before, "");
  const now = leaves(after, "");
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => !COMPARED_ELSEWHERE.has(field))
    .flatMap((field) => {
      const [was, is] = [old.get(field), now.get(field)];
      if (was !== undefined && is !== undefined && JSON.stringify(was) === JSON.stringify(is)) return [];
      return [{ field, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
    });
}

/** Everything below a value that is no object with members, by JSON pointer. */
function leaves(value: JsonValue, pointer: string): ReadonlyMap<string, JsonValue> {
  if (!isJsonObject(value) || Object.keys(value).length === 0) return new Map([[pointer, value]]);
  return new Map(Object.entries(value).flatMap(([key, member]) => [...leaves(member, appendPointer(pointer, key))]));
}
