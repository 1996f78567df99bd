import { appId, sha256, versionCode } from "./common.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";

const schemas: Readonly<Record<string, JsonObject>> = {
  id: appId.json,
  vid: versionCode.json,
  keyid: sha256.json,
  number: { type: "integer", minimum: 1, description: "Number of the pull request." },
  group: { type: "string", maxLength: 100, description: "Id of a group." },
};

/** The parameters in a path such as `/apps/{id}`, in their order. */
export function pathParameters(path: string): readonly { readonly name: string; readonly schema: JsonObject }[] {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = ""]) => ({ name, schema: schemas[name] ?? {} }));
}
