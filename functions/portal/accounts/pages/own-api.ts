import { type Context, Hono } from "hono";

import { CSRF_HEADER } from "../csrf.ts";
import { ProblemError, problemResponse } from "../../../shared/problem.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../src/core/json/value.ts";

/** An answer of the API to a page. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly cookies: readonly string[];
}

/** Asks the API in the name of whoever sent a page's request: with their cookie, from their address, under its limits. */
export type AskApi = (context: Context, operation: string, body?: JsonObject, csrfToken?: string) => Promise<ApiAnswer>;

/** Fields that are about the page's own body, or about another credential than the cookie. */
const LEFT_OUT = ["authorization", "content-encoding", "content-length", "transfer-encoding"] as const;

/**
 * @param routes of the API
 * @param url the portal's origin
 */
export function ownApi(routes: Hono, url: string): AskApi {
  const api = new Hono();
  api.route("/", routes);
  api.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error.problem, error.headers);
    throw error;
  });
  return async (context, operation, body, csrfToken) => {
    const [method = "GET", path = "/"] = operation.split(" ");
    const headers = new Headers(context.req.raw.headers);
    for (const name of LEFT_OUT) headers.delete(name);
    headers.set("content-type", "application/json");
    if (csrfToken !== undefined) headers.set(CSRF_HEADER, csrfToken);
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await api.fetch(new Request(url + path, init), context.env as object);
    const sent = await response.text();
    const read = sent === "" ? {} : (JSON.parse(sent) as JsonValue);
    return { status: response.status, body: isJsonObject(read) ? read : {}, cookies: response.headers.getSetCookie() };
  };
}
