import { describe } from "./account-operation.ts";
import { accountOperations } from "./account-operations.ts";
import type { JsonObject } from "../../../../src/core/json/value.ts";

/** `paths` of the portal's OpenAPI description, as far as accounts answer them. */
export function accountPaths(): JsonObject {
  const byPath = Map.groupBy(accountOperations, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, own]) => [path, Object.fromEntries(own.map((each) => [each.method, describe(each)]))]),
  );
}
