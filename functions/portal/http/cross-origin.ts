import type { MiddlewareHandler } from "hono";

const METHODS = "GET, POST, PATCH, DELETE";
const REQUEST_FIELDS = "authorization, content-type, idempotency-key, if-match, if-none-match, x-csrf-token";
const ANSWER_FIELDS = "etag, location, ratelimit, ratelimit-policy, retry-after, x-request-id";
const PREFLIGHT_SECONDS = 600;

/** Lets pages of these origins call, with their cookies (CORS); browsers keep others from reading anything. */
export function crossOrigin(origins: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header("origin");
    const isAllowed = origin !== undefined && origins.includes(origin);
    context.header("vary", "Origin, Authorization, Cookie");
    if (isAllowed) {
      context.header("access-control-allow-origin", origin);
      context.header("access-control-allow-credentials", "true");
      context.header("access-control-expose-headers", ANSWER_FIELDS);
    }
    const isPreflight =
      context.req.method === "OPTIONS" && context.req.header("access-control-request-method") !== undefined;
    if (!isPreflight) return next();
    if (isAllowed) {
      context.header("access-control-allow-methods", METHODS);
      context.header("access-control-allow-headers", REQUEST_FIELDS);
      context.header("access-control-max-age", String(PREFLIGHT_SECONDS));
    }
    return context.body(null, 204);
  };
}
