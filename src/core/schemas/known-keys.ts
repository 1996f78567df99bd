import { nearest } from "../findings/nearest.ts";
import { pointerKeys } from "../json/value.ts";

/** What the search for known keys needs of a JSON schema. */
export interface SchemaNode {
  readonly properties?: { readonly [key: string]: SchemaNode | boolean };
  readonly patternProperties?: object;
  readonly items?: SchemaNode;
  readonly [keyword: string]: unknown;
}

/** The advice for an unknown key in the object at a pointer: the known key that was likely meant, or what to do with it. */
export function adviceForKey(key: string, schema: SchemaNode | undefined, pointer: string): string {
  const node = schema === undefined ? undefined : nodeAt(schema, pointer);
  const near = nearest(key, Object.keys(node?.properties ?? {}));
  if (near !== null) return `Did you mean "${near}"?`;
  return node?.patternProperties === undefined ? "Remove it." : 'Remove it; keys of your own begin with "x-".';
}

function nodeAt(schema: SchemaNode, pointer: string): SchemaNode | undefined {
  let node: SchemaNode | boolean | undefined = schema;
  for (const key of pointerKeys(pointer)) {
    if (typeof node !== "object") return undefined;
    node = node.items ?? (Object.hasOwn(node.properties ?? {}, key) ? node.properties?.[key] : undefined);
  }
  return typeof node === "object" ? node : undefined;
}
