import type { Schema } from "./schema.ts";
import type { limits } from "../../shared/limits.ts";
import type { Role, Scope } from "../accounts/identity.ts";
import type { ProblemName } from "../problems.ts";

export type Tag = "The portal" | "Store" | "Apps" | "Versions" | "Submissions" | "Signing keys" | "Statistics";

/** Who may call: anybody, or an account with a scope, and in the developer it is about at least a role. */
export type Access = "anyone" | { readonly scope: Scope; readonly role?: Role };

/** What comes in the body. */
export type Body =
  | { readonly kind: "json"; readonly schema: Schema<unknown> }
  /** JSON, or the bytes of a package: as they are, or as the file `package` of a form. */
  | { readonly kind: "package"; readonly schema: Schema<unknown> };

/** One of the answers that say that all went well. */
export interface Answer {
  readonly description: string;
  /** Null where there is no body. */
  readonly schema: Schema<unknown> | null;
  readonly headers?: readonly ("Location" | "ETag")[];
}

/** An operation of the API: its description, and all that is checked before its handler runs. */
export interface Operation {
  /** For generated clients. */
  readonly id: string;
  readonly method: "get" | "post" | "patch" | "delete";
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description: string;
  readonly access: Access;
  /** Every parameter of the query, as an object of them; other ones are refused. */
  readonly query?: Schema<unknown>;
  readonly body?: Body;
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Those of its own; what its other members bring is added by {@link problemsOf}. */
  readonly problems: readonly ProblemName[];
  readonly rate: keyof (typeof limits)["rates"];
  /** Takes `Idempotency-Key`. */
  readonly isRepeatable?: true;
  /** Needs `If-Match`. */
  readonly isConditional?: true;
}

/** Every problem that an operation may answer with. */
export function problemsOf(operation: Operation): readonly ProblemName[] {
  const { access, query, body, isRepeatable, isConditional, problems } = operation;
  return [
    ...new Set<ProblemName>([
      ...(query !== undefined || body !== undefined ? (["invalid-request"] as const) : []),
      ...(body === undefined ? [] : (["malformed-json", "too-slow", "too-large", "unsupported-media-type"] as const)),
      ...(access === "anyone" ? [] : (["unauthenticated", "insufficient-scope"] as const)),
      ...(access === "anyone" || operation.method === "get" ? [] : (["cross-site"] as const)),
      ...(access !== "anyone" && access.role !== undefined && access.role !== "viewer"
        ? (["insufficient-role"] as const)
        : []),
      ...(isRepeatable === true ? (["key-in-use", "key-reused"] as const) : []),
      ...(isConditional === true ? (["precondition-required", "precondition-failed"] as const) : []),
      ...problems,
      "too-many-requests",
      "internal",
    ]),
  ];
}
