import { ApiError, invalid } from "./api-error.ts";
import type { JsonBody } from "./http.ts";

/** GitHub's limit for bodies of pull requests and comments. */
const BODY_CHARS = 65_536;

/** A non-empty string the caller must send; 422 `missing_field` or `invalid` on `resource` otherwise. */
export function requireText(body: JsonBody, resource: string, field: string): string {
  const value = body[field];
  if (value === undefined || value === null || value === "") throw invalid({ resource, field, code: "missing_field" });
  if (typeof value !== "string") throw invalid({ resource, field, code: "invalid" });
  return value;
}

/** A string the caller may leave out or send as null. */
export function optionalText(body: JsonBody, resource: string, field: string): string | null {
  const value = body[field];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw invalid({ resource, field, code: "invalid" });
  return value;
}

/** Text that people read, cut off where GitHub refuses it. */
export function optionalProse(body: JsonBody, resource: string, field: string): string | null {
  const value = optionalText(body, resource, field);
  if (value !== null && value.length > BODY_CHARS) {
    const message = `${field} is too long (maximum is ${BODY_CHARS} characters)`;
    throw invalid({ resource, field, code: "custom", message });
  }
  return value;
}

export function flag(body: JsonBody, field: string): boolean {
  return body[field] === true;
}

export function requireList(body: JsonBody, field: string): readonly unknown[] {
  const value = body[field];
  if (!Array.isArray(value)) throw new ApiError(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
  return value;
}

export function asRecord(value: unknown): JsonBody {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonBody) : {};
}
