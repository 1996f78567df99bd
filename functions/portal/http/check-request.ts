import { versionCode } from "../openapi/common.ts";
import { problem } from "../problems.ts";
import type { ProblemDetail } from "../../shared/problem.ts";
import { validators } from "../openapi/validators.generated.ts";
import type { JsonObject, JsonValue } from "../../../src/core/json/value.ts";
import { explainViolation } from "../../../src/core/schemas/explain-violation.ts";

/** Violations that are told at once. */
const MOST_ERRORS = 20;

/**
 * Checks a query or a body against its description.
 *
 * @param name of the compiled validator
 * @param prefix of pointers: empty for a body
 * @throws ProblemError `invalid-request`
 */
export function checkValue(name: string, value: unknown, prefix: "" | "#/query"): void {
  const validate = validators[name];
  if (validate === undefined || validate(value)) return;
  const found = new Map<string, ProblemDetail>();
  for (const error of validate.errors ?? []) {
    const { pointer, message, expected } = explainViolation(error, value as JsonValue, () => "");
    const whole = expected === undefined ? message : `${message} Expected: ${expected}.`;
    found.set(`${pointer} ${whole}`, { pointer: prefix + pointer, message: whole });
    if (found.size === MOST_ERRORS) break;
  }
  const errors = [...found.values()];
  throw problem("invalid-request", errors[0]?.message ?? "It does not have the form that is described.", { errors });
}

/**
 * The parameters of a query as its description types them.
 *
 * @throws ProblemError `invalid-request`
 */
export function readQuery(
  id: string,
  schema: JsonObject,
  parameters: URLSearchParams,
): Readonly<Record<string, unknown>> {
  const properties = schema["properties"] as Readonly<Record<string, JsonObject>>;
  const twice = [...parameters.keys()].find((name, at, all) => all.indexOf(name) !== at);
  if (twice !== undefined) {
    const pointer = `#/query/${twice}`;
    const message = "The parameter is given more than once.";
    throw problem("invalid-request", message, { errors: [{ pointer, message }] });
  }
  const given = [...parameters].map(([name, text]): [string, unknown] => [name, typed(properties[name], text)]);
  const query = Object.fromEntries(given);
  checkValue(`${id}Query`, query, "#/query");
  const defaults = Object.entries(properties).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(defaults), ...query };
}

/** Numbers are those that are written as JSON writes them; the check refuses what stays a text. */
function typed(schema: JsonObject | undefined, text: string): unknown {
  const isNumber = schema?.["type"] === "integer" || schema?.["$ref"] === versionCode.json["$ref"];
  return isNumber && /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : text;
}
