import { TrustError } from "./trust-error.ts";
import { appendPointer, isJsonObject, type JsonObject, type JsonValue } from "../json/value.ts";

/** A value inside a metadata file and where it stands, for messages. */
export interface Cursor {
  readonly file: string;
  readonly pointer: string;
  readonly value: JsonValue | undefined;
}

/** A member of an object; its value is undefined where there is none. */
export function member(cursor: Cursor, key: string): Cursor {
  const object = asObject(cursor);
  return {
    file: cursor.file,
    pointer: appendPointer(cursor.pointer, key),
    value: Object.hasOwn(object, key) ? object[key] : undefined,
  };
}

/** The members of an object. */
export function members(cursor: Cursor): readonly (readonly [string, Cursor])[] {
  return Object.keys(asObject(cursor)).map((key) => [key, member(cursor, key)] as const);
}

/** The items of an array. */
export function items(cursor: Cursor): readonly Cursor[] {
  if (!Array.isArray(cursor.value)) return malformed(cursor, "an array");
  return cursor.value.map((value: JsonValue, index) => ({
    file: cursor.file,
    pointer: appendPointer(cursor.pointer, index),
    value,
  }));
}

export function asObject(cursor: Cursor): JsonObject {
  return isJsonObject(cursor.value) ? cursor.value : malformed(cursor, "an object");
}

export function asString(cursor: Cursor, pattern: RegExp, expected: string): string {
  if (typeof cursor.value === "string" && pattern.test(cursor.value)) return cursor.value;
  return malformed(cursor, expected);
}

export function asInteger(cursor: Cursor, min: number, max = Number.MAX_SAFE_INTEGER): number {
  const { value } = cursor;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  return malformed(
    cursor,
    max === Number.MAX_SAFE_INTEGER ? `an integer from ${min}` : `an integer from ${min} to ${max}`,
  );
}

/** A time that exists, as TUF writes times: `Date` may take 30 February for another day. */
export function asTime(cursor: Cursor): string {
  const text = asString(cursor, TIME, "a time YYYY-MM-DDTHH:MM:SSZ");
  const time = Date.parse(text);
  const isReal = !Number.isNaN(time) && new Date(time).toISOString() === text.replace("Z", ".000Z");
  return isReal ? text : malformed(cursor, "a time that exists");
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** @throws TrustError always */
export function malformed(cursor: Cursor, expected: string): never {
  const what = cursor.value === undefined ? "is missing" : "is not right";
  throw new TrustError("malformed", cursor.file, `${cursor.pointer || "the document"} ${what}; expected ${expected}.`);
}
