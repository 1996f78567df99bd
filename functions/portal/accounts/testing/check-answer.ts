import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

import { problemsOf, statusOf, type AccountOperation } from "../openapi/account-operation.ts";
import { accountOperations } from "../openapi/account-operations.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const compiled = new Map<AccountOperation, ValidateFunction>();
const TYPES = "https://mosis.dev/problems/";

/**
 * Holds an answer against what the description says of its operation: every test of accounts tests the description as well.
 *
 * @param request such as `GET /keys?x=1`
 * @param body null where it is no JSON
 * @throws Error that says what is not as described
 */
export function checkAnswer(request: string, status: number, body: unknown): void {
  const operation = operationOf(request);
  const fail = (why: string): never => {
    throw new Error(`${request} is not as described: ${why}`);
  };
  if (operation === null) return fail("there is no such operation");
  const [right, schema] = operation.answer;
  if (status === right) {
    if (schema === null) return body === null ? undefined : fail("it has a body");
    const validate = compiled.get(operation) ?? ajv.compile(schema);
    compiled.set(operation, validate);
    return validate(body) ? undefined : fail(ajv.errorsText(validate.errors));
  }
  const type = String((body as { readonly type?: unknown } | null)?.type);
  const isKnown = problemsOf(operation).some((name) => TYPES + name === type && statusOf(name) === status);
  return isKnown ? undefined : fail(`it is answered with ${status} ${type}`);
}

function operationOf(request: string): AccountOperation | null {
  const [method = "", target = ""] = request.split(" ");
  const path = target.split("?")[0] ?? "";
  const found = accountOperations.find(
    (each) =>
      each.method === method.toLowerCase() &&
      new RegExp(`^${each.path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );
  return found ?? null;
}
