import { isJsonObject, type JsonValue } from "../../core/json/value.ts";

/** What a portal says of a request that it did not carry out (RFC 9457). */
export interface PortalProblem {
  /** Last part of its `type`, such as `not-a-member`; programs tell problems apart by it. */
  readonly name: string;
  readonly title: string;
  readonly detail: string;
  /** What is wrong with what was sent, by JSON pointer. */
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
}

/**
 * What kept a portal from doing what was asked:
 * - `unreachable`: no answer, or it failed itself
 * - `busy`: it takes no more for now
 * - `token`: it does not know the token, or the token is over
 * - `denied`: whose token it is may not do that
 * - `missing`: it has no such thing
 * - `off`: its operator has not switched that on
 * - `refused`: any other answer, what was sent being wrong or out of date
 */
export type PortalErrorCode = "unreachable" | "busy" | "token" | "denied" | "missing" | "off" | "refused";

export interface PortalErrorOptions extends ErrorOptions {
  /** Null where nothing came that is a problem document. */
  readonly problem?: PortalProblem | null;
  /** Seconds after which it may be tried again. */
  readonly retryAfter?: number | null;
  readonly answer?: JsonValue;
}

/** What a portal did not do, and why. */
export class PortalError extends Error {
  override readonly name = "PortalError";
  readonly code: PortalErrorCode;
  readonly problem: PortalProblem | null;
  readonly retryAfter: number | null;
  /** The JSON that came, which is no problem document where OAuth says something else; null where none came. */
  readonly answer: JsonValue;

  constructor(code: PortalErrorCode, message: string, options: PortalErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.problem = options.problem ?? null;
    this.retryAfter = options.retryAfter ?? null;
    this.answer = options.answer ?? null;
  }
}

/** Characters of a portal's own words that are repeated. */
const MAX_WORDS = 400;
const MAX_ERRORS = 20;

/** Reads a problem document; null for anything else. */
export function parseProblem(value: JsonValue): PortalProblem | null {
  if (!isJsonObject(value)) return null;
  const { type, title, detail, errors } = value;
  if (typeof title !== "string") return null;
  const listed = Array.isArray(errors) ? errors.filter(isJsonObject) : [];
  return {
    name: typeof type === "string" ? (type.split("/").at(-1) ?? "") : "",
    title: title.slice(0, MAX_WORDS),
    detail: typeof detail === "string" ? detail.slice(0, MAX_WORDS) : title.slice(0, MAX_WORDS),
    errors: listed
      .slice(0, MAX_ERRORS)
      .flatMap(({ pointer, message }) =>
        typeof pointer === "string" && typeof message === "string"
          ? [{ pointer: pointer.slice(0, MAX_WORDS), message: message.slice(0, MAX_WORDS) }]
          : [],
      ),
  };
}
