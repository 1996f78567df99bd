import { PortalError } from "./portal-error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json/value.ts";

/** Reads members of an answer of a portal. Methods throw PortalError where one is not there, or is of another kind. */
export interface AnswerReader {
  number(name: string): number;
  numberOrNull(name: string): number | null;
  text(name: string): string;
  /** None where there is no such list. */
  numbers(name: string): readonly number[];
  /** None where there is no such object. */
  texts(name: string): Readonly<Record<string, string>>;
  object(name: string): AnswerReader;
  objectOrNull(name: string): AnswerReader | null;
  list(name: string): readonly AnswerReader[];
}

/** @param what whose answer it is, such as `https://portal.example says of the upload` */
export function answerReader(value: JsonValue, what: string): AnswerReader {
  const members: JsonObject = isJsonObject(value) ? value : {};
  const required = <T>(name: string, found: T | null): T => {
    if (found !== null) return found;
    const fix = "Use a newer mosis, or tell those who run it.";
    throw new PortalError("unreachable", `What ${what} has no usable \`${name}\`. ${fix}`);
  };
  const own: AnswerReader = {
    number: (name) => required(name, own.numberOrNull(name)),
    numberOrNull(name) {
      const found = members[name];
      return typeof found === "number" ? found : null;
    },
    text(name) {
      const found = members[name];
      return required(name, typeof found === "string" ? found : null);
    },
    numbers(name) {
      const found = members[name];
      return Array.isArray(found) ? found.filter((each) => typeof each === "number") : [];
    },
    texts(name) {
      const found = members[name];
      const entries = isJsonObject(found) ? Object.entries(found) : [];
      return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
    },
    object: (name) => required(name, own.objectOrNull(name)),
    objectOrNull(name) {
      const found = members[name];
      return isJsonObject(found) ? answerReader(found, what) : null;
    },
    list(name) {
      const found = members[name];
      return required(name, Array.isArray(found) ? found : null).map((each) => answerReader(each, what));
    },
  };
  return own;
}
