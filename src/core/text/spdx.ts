import list from "./spdx.json" with { type: "json" };
import { nearest } from "../findings/nearest.ts";

/** What is wrong with a licence expression, as a sentence, and what was likely meant. */
export interface SpdxProblem {
  readonly message: string;
  readonly suggestion: string | null;
}

// Deprecated ids still name their licence, which an app cannot always change.
const LICENSES = new Map([...list.licenses, ...list.deprecated].map((id) => [id.toLowerCase(), id]));
const EXCEPTIONS = new Map(list.exceptions.map((id) => [id.toLowerCase(), id]));
const TOKEN = /[()]|[A-Za-z0-9.:-]+\+?/y;
const OWN_LICENSE = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/;
const OPERATORS: ReadonlySet<string> = new Set(["AND", "OR", "WITH"]);
/** Parentheses in each other. */
const DEPTH = 16;

/**
 * Checks an SPDX licence expression (SPDX 2.3, annex D): licences of the list, `+`, `WITH` an exception, `AND`, `OR` and
 * parentheses. Ids are compared as written but for case, in which the list's own is wanted.
 */
export function spdxProblem(expression: string): SpdxProblem | null {
  const tokens = tokenize(expression);
  if (tokens === null) return problem("It has a character that no licence expression has.");
  return new Parser(tokens).run();
}

function tokenize(expression: string): readonly string[] | null {
  const tokens: string[] = [];
  for (let at = 0; at < expression.length;) {
    if (expression[at] === " ") {
      at += 1;
      continue;
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(expression)?.[0];
    if (token === undefined) return null;
    tokens.push(token);
    at += token.length;
  }
  return tokens;
}

/** `expression = term { ("AND" | "OR") term }`, `term = "(" expression ")" | licence [ "WITH" exception ]`. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  run(): SpdxProblem | null {
    const found = this.#expression(0);
    if (found !== null) return found;
    const rest = this.#tokens[this.#at];
    return rest === undefined ? null : problem(`"${rest}" follows where AND, OR or the end is expected.`);
  }

  #expression(depth: number): SpdxProblem | null {
    if (depth > DEPTH) return problem("Its parentheses nest too deep.");
    for (;;) {
      const found = this.#term(depth);
      if (found !== null) return found;
      const operator = this.#tokens[this.#at];
      if (operator !== "AND" && operator !== "OR") return null;
      this.#at += 1;
    }
  }

  #term(depth: number): SpdxProblem | null {
    const token = this.#tokens[this.#at];
    if (token === undefined) return problem("It ends where a licence is expected.");
    this.#at += 1;
    if (token === "(") {
      const found = this.#expression(depth + 1);
      if (found !== null) return found;
      if (this.#tokens[this.#at] !== ")") return problem("A parenthesis is never closed.");
      this.#at += 1;
      return null;
    }
    if (token === ")" || OPERATORS.has(token)) return problem(`"${token}" stands where a licence is expected.`);
    const found = OWN_LICENSE.test(token) ? null : idProblem("licence", token.replace(/\+$/, ""), LICENSES);
    if (found !== null || this.#tokens[this.#at] !== "WITH") return found;
    this.#at += 2;
    const exception = this.#tokens[this.#at - 1];
    if (exception === undefined) return problem("It ends where an exception is expected.");
    return idProblem("exception", exception, EXCEPTIONS);
  }
}

function idProblem(kind: string, id: string, known: ReadonlyMap<string, string>): SpdxProblem | null {
  const listed = known.get(id.toLowerCase());
  if (listed === id) return null;
  const suggestion = listed ?? nearest(id, [...known.values()]);
  return { message: `The SPDX list has no ${kind} "${id}".`, suggestion };
}

function problem(message: string): SpdxProblem {
  return { message, suggestion: null };
}
