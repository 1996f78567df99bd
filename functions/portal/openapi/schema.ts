import type { JsonObject, JsonValue } from "../../../src/core/json/value.ts";

declare const TYPE: unique symbol;

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 has them, and the type of the values that fit it. */
export interface Schema<T> {
  /** As it stands where it is used: schemas with a name as a reference. */
  readonly json: JsonObject;
  /** Every schema with a name that it refers to, itself included. */
  readonly named: ReadonlyMap<string, JsonObject>;
  readonly [TYPE]: T;
}

/** The values that fit a schema. */
export type Static<S> = S extends { readonly [TYPE]: infer T } ? T : never;

type Members = Readonly<Record<string, Schema<unknown>>>;
type Simplify<T> = { [K in keyof T]: T[K] };
/** Members whose name ends in `?` may be missing. */
type ObjectOf<M extends Members> = Simplify<
  { readonly [K in keyof M as K extends `${string}?` ? never : K]: Static<M[K]> } & {
    readonly [K in keyof M as K extends `${infer Name}?` ? Name : never]?: Static<M[K]>;
  }
>;

export function text(description: string, more: JsonObject = {}): Schema<string> {
  return schema({ type: "string", description, ...more });
}

export function choice<const T extends string>(description: string, values: readonly T[]): Schema<T> {
  return schema({ type: "string", description, enum: values });
}

/** A whole number, not negative. */
export function count(description: string, more: JsonObject = {}): Schema<number> {
  return schema({ type: "integer", description, minimum: 0, ...more });
}

export function number(description: string): Schema<number> {
  return schema({ type: "number", description });
}

export function flag(description: string): Schema<boolean> {
  return schema({ type: "boolean", description });
}

export function list<T>(description: string, items: Schema<T>, more: JsonObject = {}): Schema<readonly T[]> {
  return schema({ type: "array", description, items: items.json, ...more }, [items]);
}

/** Keys that are not known beforehand. */
export function byKey<T>(description: string, values: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return schema({ type: "object", description, additionalProperties: values.json }, [values]);
}

/** An object of an answer, which later releases may add members to. */
export function object<M extends Members>(description: string, members: M): Schema<ObjectOf<M>> {
  const entries = Object.entries(members);
  return schema(
    {
      type: "object",
      description,
      required: entries.map(([name]) => name).filter((name) => !name.endsWith("?")),
      properties: Object.fromEntries(entries.map(([name, { json }]): [string, JsonValue] => [bare(name), json])),
    },
    Object.values(members),
  );
}

/** An object of a request: a member that is not known is a mistake. */
export function closed<M extends Members>(description: string, members: M): Schema<ObjectOf<M>> {
  const { json, named } = object(description, members);
  return { json: { ...json, additionalProperties: false }, named } as unknown as Schema<ObjectOf<M>>;
}

/** A document whose form is said elsewhere. */
export function document(description: string, more: JsonObject = {}): Schema<JsonObject> {
  return schema({ type: "object", description, ...more });
}

export function nullable<T>(description: string, inner: Schema<T>): Schema<T | null> {
  return schema({ description, oneOf: [inner.json, { type: "null" }] }, [inner]);
}

/** Gives a schema a name among the components of the description. */
export function component<T>(name: string, inner: Schema<T>): Schema<T> {
  const named = new Map([...inner.named, [name, inner.json]]);
  return { json: { $ref: `#/components/schemas/${name}` }, named } as unknown as Schema<T>;
}

/** A schema with a name, with what it means here. */
export function described<T>(description: string, inner: Schema<T>): Schema<T> {
  return schema({ ...inner.json, description }, [inner]);
}

function bare(name: string): string {
  return name.replace(/\?$/, "");
}

/** The type is what whoever calls says it is. */
function schema<T>(json: JsonObject, parts: readonly Schema<unknown>[] = []): Schema<T> {
  return { json, named: new Map(parts.flatMap(({ named }) => [...named])) } as unknown as Schema<T>;
}
