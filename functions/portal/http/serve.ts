import type { Context, Hono } from "hono";

import type { Call, Implemented, Reply } from "./call.ts";
import { readQuery } from "./check-request.ts";
import { etagOf, hasTag } from "./etag.ts";
import { readBody } from "./read-body.ts";
import { onceForKey } from "./repeat.ts";
import type { Identity } from "../accounts/identity.ts";
import type { Operation } from "../openapi/operation.ts";
import type { PortalPorts } from "../ports.ts";
import { problem } from "../problems.ts";
import { limits } from "../../shared/limits.ts";
import { ProblemError } from "../../shared/problem.ts";
import { addressPrefix, enforceRate } from "../../shared/rate-limit.ts";
import { toHex } from "../../../src/core/bytes.ts";

/** Where handlers' requests pass through: who asks, how often, whether it is as described. */
export function serveOperation(app: Hono, { operation, handle }: Implemented, ports: PortalPorts): void {
  app.on(operation.method.toUpperCase(), honoPath(operation.path), async (context) => {
    const { req } = context;
    const request = req.raw;
    const identity = await identify(operation, context, ports);
    const rate = takeRate(operation, identity, context, ports);
    for (const [name, value] of Object.entries(rate)) context.header(name, value);
    const { searchParams } = new URL(request.url);
    const { id, query, body } = operation;
    const call = {
      params: req.param() as Readonly<Record<string, string>>,
      query: query === undefined ? null : readQuery(id, query.json, searchParams),
      body: body === undefined ? null : await readBody(id, body, request),
      identity,
      ifMatch: ifMatch(operation, request),
    } as unknown as Call<Operation>;
    const reply = await onceForKey(
      {
        user: identity?.userId ?? "",
        key: operation.isRepeatable === true ? request.headers.get("idempotency-key") : null,
        fingerprint: fingerprintOf(request, call.body, ports),
        now: ports.now(),
      },
      ports.repeats,
      () => handle(call),
    );
    return respond(context, reply, ports);
  });
}

/** `/apps/{id}` as Hono writes it. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** Whoever guesses keys is counted by address. */
async function identify({ access }: Operation, context: Context, ports: PortalPorts): Promise<Identity | null> {
  if (access === "anyone") return null;
  const identity = await ports.accounts.authenticate(context.req.raw).catch((error: unknown) => {
    if (error instanceof ProblemError && error.problem.status === 401) countStranger(context, ports);
    throw error;
  });
  if (identity === null) {
    countStranger(context, ports);
    throw problem("unauthenticated", "Sign in, or send `Authorization: Bearer` with an API key that is valid.", {
      headers: { "www-authenticate": 'Bearer realm="mosis"' },
    });
  }
  if (identity.scopes.has(access.scope)) return identity;
  throw problem(
    "insufficient-scope",
    `This needs the scope \`${access.scope}\`, which the key or token does not have.`,
  );
}

function countStranger(context: Context, { limiter, addressOf }: PortalPorts): void {
  enforceRate(limiter, "anonymousReads", limits.rates.anonymousReads, addressPrefix(addressOf(context)));
}

function takeRate(
  { rate }: Operation,
  identity: Identity | null,
  context: Context,
  ports: PortalPorts,
): Readonly<Record<string, string>> {
  const key = identity?.credentialId ?? addressPrefix(ports.addressOf(context));
  return enforceRate(ports.limiter, rate, limits.rates[rate], key);
}

function ifMatch({ isConditional }: Operation, request: Request): string | null {
  const given = request.headers.get("if-match");
  if (isConditional === true && given === null) {
    throw problem("precondition-required", "Send `If-Match` with the `ETag` of what you change, as you last read it.");
  }
  return given;
}

function fingerprintOf({ method, url }: Request, body: unknown, { crypto: { sha256 } }: PortalPorts): string {
  const isBytes = typeof body === "object" && body !== null && "bytes" in body;
  const content = isBytes ? toHex(sha256(body.bytes as Uint8Array)) : JSON.stringify(body);
  return toHex(sha256(new TextEncoder().encode(`${method} ${url}\n${content}`)));
}

function respond(context: Context, { status, body, headers = {} }: Reply, { crypto }: PortalPorts): Response {
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  if (body === null) return context.body(null, status as 204);
  const etag = headers["etag"] ?? etagOf(body, crypto.sha256);
  context.header("etag", etag);
  if (headers["cache-control"] === undefined) context.header("cache-control", "private, no-cache");
  const known = context.req.header("if-none-match");
  if (context.req.method === "GET" && known !== undefined && hasTag(known, etag)) return context.body(null, 304);
  return context.json(body, status as 200);
}
