import { schemas } from "../../src/core/schemas/published.ts";
import { isJsonObject, type JsonObject, type JsonValue, valueAt } from "../../src/core/json/value.ts";

export type SchemaName = keyof typeof schemas;

const sources = schemas as unknown as Readonly<Record<string, JsonObject>>;

/** A part of a schema with everything its references say of it. */
export interface SchemaPart {
  /** Keywords, those of the part itself before those of what it refers to. */
  readonly node: JsonObject;
  /** Every pattern a text has to match. */
  readonly patterns: readonly string[];
  /** The file the keywords' own references start from. */
  readonly file: string;
  /** Name of the schema that the part is as a whole, where it is one. */
  readonly document: string | null;
}

/** A member of a document, or an item of a list that is an object. */
export interface SchemaMember extends SchemaPart {
  /** As people write it: `author.email`, `keys[].use`. */
  readonly path: string;
  /** 1 for members of the document itself. */
  readonly depth: number;
  readonly required: boolean;
}

/** A schema as a whole. */
export function documentPart(name: SchemaName): SchemaPart {
  return { node: sources[name] ?? {}, patterns: [], file: name, document: null };
}

/** Every member, each before its own members, as the schema orders them. A schema within a schema is one member. */
export function membersOf(name: SchemaName): readonly SchemaMember[] {
  return [...below(documentPart(name), "", 1)];
}

function* below(part: SchemaPart, path: string, depth: number): Generator<SchemaMember> {
  if (part.document !== null) return;
  const { items } = part.node;
  if (items !== undefined) yield* below(resolve(items, part.file), `${path}[]`, depth);
  for (const [key, member] of ownMembers(part)) {
    const at = path === "" ? key : `${path}.${key}`;
    yield { ...member, path: at, depth };
    yield* below(member, at, depth + 1);
  }
}

/** The members of an object, with what stands in `allOf` beside it. */
export function ownMembers(part: SchemaPart): readonly (readonly [string, SchemaPart & { required: boolean }])[] {
  const parts = [...branches(part), part];
  const required = new Set(parts.flatMap(({ node }) => (node["required"] ?? []) as string[]));
  const found = new Map<string, SchemaPart>();
  for (const { node, file } of parts) {
    // `true` says that a key of a branch is known, and nothing about it.
    for (const [key, member] of Object.entries((node["properties"] ?? {}) as JsonObject)) {
      if (member !== true) found.set(key, resolve(member, file));
    }
  }
  return [...found].map(([key, member]) => [key, { ...member, required: required.has(key) }]);
}

function branches({ node, file }: SchemaPart): readonly SchemaPart[] {
  const all = (node["allOf"] ?? []) as JsonObject[];
  return all.filter((branch) => branch["$ref"] !== undefined).map((branch) => resolve(branch, file));
}

/** A part with what it refers to, from a file on. */
export function resolve(value: JsonValue, file: string): SchemaPart {
  const own = isJsonObject(value) ? value : {};
  const { $ref: reference, ...said } = own;
  const patterns = typeof own["pattern"] === "string" ? [own["pattern"]] : [];
  if (typeof reference !== "string") return { node: own, patterns, file, document: null };
  const [target = "", pointer = ""] = reference.split("#");
  const name = target === "" ? file : target.replace(/\.schema\.json$/, "");
  const found = valueAt(sources[name] ?? {}, pointer);
  if (found === undefined) throw new Error(`${file}.schema.json refers to ${reference}, which is not there`);
  const whole = resolve(found, name);
  // An example of something more general need not be one of this.
  const general = said["pattern"] === undefined ? whole.node : { ...whole.node, examples: [] };
  return {
    node: { ...general, ...said },
    patterns: [...patterns, ...whole.patterns],
    file: whole.file,
    document: pointer === "" ? name : whole.document,
  };
}
