import { accountProblems } from "./problems.ts";
import { limits } from "../../shared/limits.ts";
import { ProblemError, type ProblemDetail } from "../../shared/problem.ts";
import { readJson } from "../../shared/read-json.ts";

/** Reads one member; what is wrong with it is thrown as {@link Wrong}. Gets undefined where there is none. */
export type Field<T> = (value: unknown) => T;

type Fields = Readonly<Record<string, Field<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> };

class Wrong extends Error {}

/**
 * The JSON object that was sent. All that is wrong with it is told at once.
 *
 * @throws ProblemError what {@link readJson} throws, and `invalid-request`
 */
export async function readBody<F extends Fields>(request: Request, fields: F): Promise<Read<F>> {
  return readFields(await readJson(request, { maxBytes: limits.sizes.portalBytes.limit }), fields);
}

export function readFields<F extends Fields>(body: unknown, fields: F): Read<F> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid([{ pointer: "", message: "Expected an object." }]);
  }
  const errors: ProblemDetail[] = Object.keys(body)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => ({ pointer: pointerTo(name), message: "There is no such member." }));
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    try {
      read[name] = field(Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      errors.push({ pointer: pointerTo(name), message: error.message });
    }
  }
  if (errors.length > 0) throw invalid(errors);
  return read as Read<F>;
}

export function invalid(errors: readonly ProblemDetail[]): ProblemError {
  const detail = errors.map(({ pointer, message }) => `${pointer === "" ? "The body" : pointer}: ${message}`).join(" ");
  const { status, title } = accountProblems["invalid-request"];
  return new ProblemError({ name: "invalid-request", status, title, detail, errors });
}

function pointerTo(name: string): string {
  return `/${name.slice(0, 60).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** A line of text, without spaces around it. */
export function text(longest: number): Field<string> {
  return (value) => {
    const line = typeof value === "string" ? value.trim() : "";
    if (line === "" || line.length > longest || CONTROL.test(line)) {
      throw new Wrong(`Expected a line of 1 to ${longest} characters.`);
    }
    return line;
  };
}

const CONTROL = /\p{Cc}/u;
/** In lower case: exactly what better-auth takes (`z.email()`), which would refuse others without a pointer. */
const EMAIL = /^(?!\.)(?!.*\.\.)[a-z0-9_'+\-.]*[a-z0-9_+-]@([a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/;

/** An e-mail address in lower case, which is how addresses are compared. */
export const email: Field<string> = (value) => {
  const address = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (address.length > 254 || !EMAIL.test(address)) throw new Wrong("Expected an e-mail address.");
  return address;
};

/** Any text that was typed, kept as it is. */
export function secret(longest: number): Field<string> {
  return (value) => {
    if (typeof value !== "string" || value === "" || value.length > longest) {
      throw new Wrong(`Expected 1 to ${longest} characters.`);
    }
    return value;
  };
}

export function integer(least: number, most: number, otherwise: number): Field<number> {
  return (value = otherwise) => {
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
      throw new Wrong(`Expected a whole number from ${least} to ${most}.`);
    }
    return Number(value);
  };
}

/** One of a few texts. */
export function oneOf<T extends string>(values: readonly T[]): Field<T> {
  return (value) => {
    const found = values.find((each) => each === value);
    if (found === undefined) throw new Wrong(`Expected one of ${values.join(", ")}.`);
    return found;
  };
}

/** A list of some of them, each once; at least one. */
export function someOf<T extends string>(values: readonly T[]): Field<readonly T[]> {
  const one = oneOf(values);
  return (value) => {
    if (!Array.isArray(value) || value.length === 0)
      throw new Wrong(`Expected a list of some of ${values.join(", ")}.`);
    return [...new Set(value.map(one))];
  };
}

export function optional<T>(field: Field<T>): Field<T | undefined> {
  return (value) => (value === undefined ? undefined : field(value));
}
