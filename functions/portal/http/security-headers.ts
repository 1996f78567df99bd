import type { MiddlewareHandler } from "hono";

const FIELDS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  // JSON loads nothing and is framed by nobody.
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "cross-origin-resource-policy": "same-site",
} as const;

/** What browsers are told about every answer. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  for (const [name, value] of Object.entries(FIELDS)) context.header(name, value);
  await next();
};
