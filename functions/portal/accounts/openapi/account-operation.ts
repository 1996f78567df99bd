import type { limits } from "../../../shared/limits.ts";
import type { Scope } from "../identity.ts";
import { type AccountProblem, accountProblems } from "../problems.ts";
import type { JsonObject } from "../../../../src/core/json/value.ts";

/** Problems that any endpoint of the functions may answer with; their titles are where they are made. */
const shared = {
  "malformed-json": 400,
  "too-slow": 408,
  "too-large": 413,
  "unsupported-media-type": 415,
  "too-many-requests": 429,
  internal: 500,
} as const;

type ProblemName = AccountProblem | keyof typeof shared;

/** An operation of accounts, as OpenAPI describes it. */
export interface AccountOperation {
  readonly id: string;
  readonly method: "get" | "post" | "patch" | "delete";
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly summary: string;
  /** Anybody, somebody with whatever credential, with a scope, or somebody who is signed in in a browser. */
  readonly access: "anyone" | "credential" | "session" | Scope;
  readonly query?: Readonly<Record<string, string>>;
  /** Schema of the JSON that is sent. */
  readonly body?: JsonObject;
  /** Status and schema of the answer when all goes well; null where it has no body. */
  readonly answer: readonly [status: number, schema: JsonObject | null];
  /** Those of its own. */
  readonly problems: readonly AccountProblem[];
  readonly rate: keyof (typeof limits)["rates"];
}

export function problemsOf({ access, body, method, problems }: AccountOperation): readonly ProblemName[] {
  const isKnown = access !== "anyone";
  return [
    ...new Set<ProblemName>([
      ...(isKnown ? (["unauthenticated"] as const) : []),
      ...(isKnown && access !== "credential" ? (["insufficient-scope"] as const) : []),
      ...(access === "session" ? (["session-required"] as const) : []),
      ...(method === "get" ? [] : (["cross-site"] as const)),
      ...(body === undefined
        ? []
        : (["invalid-request", "malformed-json", "too-slow", "too-large", "unsupported-media-type"] as const)),
      ...problems,
      "too-many-requests",
      "internal",
    ]),
  ];
}

export function statusOf(name: ProblemName): number {
  return name in shared ? shared[name as keyof typeof shared] : accountProblems[name as AccountProblem].status;
}

/** The operation in the words of OpenAPI 3.1; it refers to `Problem` among the schemas of the portal's description. */
export function describe(operation: AccountOperation): JsonObject {
  const { id, summary, access, body, answer, path, query = {}, rate } = operation;
  const [status, schema] = answer;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) =>
    parameter(name, "path", "Of what it is about."),
  );
  return {
    operationId: id,
    tags: ["Accounts"],
    summary,
    description: summary,
    parameters: [...inPath, ...Object.entries(query).map(([name, about]) => parameter(name, "query", about))],
    ...(body !== undefined && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    security: securityOf(access),
    "x-rate-limit": rate,
    responses: {
      [status]: {
        description: "It went well.",
        ...(schema !== null && { content: { "application/json": { schema } } }),
      },
      ...problemResponses(problemsOf(operation)),
    },
  };
}

function parameter(name: string, where: "path" | "query", description: string): JsonObject {
  return { name, in: where, required: where === "path", description, schema: { type: "string", description } };
}

function securityOf(access: AccountOperation["access"]): readonly JsonObject[] {
  if (access === "anyone") return [];
  if (access === "session") return [{ session: [] }];
  return [{ bearer: access === "credential" ? [] : [access] }, { session: [] }];
}

function problemResponses(names: readonly ProblemName[]): JsonObject {
  const byStatus = Map.groupBy(names, statusOf);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      {
        description: same.map((name) => `\`${name}\``).join(", "),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}
