import { Hono } from "hono";

import { appRoutes } from "./apps/app-routes.ts";
import { ForgeUnavailable } from "./forge/forge-port.ts";
import { implement, type Implemented } from "./http/call.ts";
import { crossOrigin } from "./http/cross-origin.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { honoPath, serveOperation } from "./http/serve.ts";
import * as meta from "./openapi/meta.ts";
import { description } from "./openapi/description.ts";
import { operations } from "./openapi/operations.ts";
import type { PortalPorts } from "./ports.ts";
import { problem } from "./problems.ts";
import { signingKeyRoutes } from "./signing-keys/signing-key-routes.ts";
import { statsRoutes } from "./stats/stats-routes.ts";
import { storeReader } from "./store/store-reader.ts";
import { storeRoutes } from "./store/store-routes.ts";
import { submissionRoutes } from "./submissions/submission-routes.ts";
import { versionRoutes } from "./versions/version-routes.ts";
import { ProblemError, problemResponse } from "../shared/problem.ts";

/** The developer portal: accounts aside, all of it answers as its description says. Web-standard; what is Node's comes through ports. */
export function portalApi(ports: PortalPorts): Hono {
  const app = new Hono<{ Variables: { id: string } }>();
  app.use(async (context, next) => {
    context.set("id", ports.newId());
    await next();
    context.header("x-request-id", context.get("id"));
  });
  app.use(securityHeaders);
  app.use(crossOrigin(ports.origins));
  app.onError((error, context) => {
    const known = asProblem(error);
    if (known.problem.status === 500) ports.log({ id: context.get("id"), error });
    // Fields of the answer that was being made, such as what is left of the rate, stay.
    return problemResponse(known.problem, { ...Object.fromEntries(context.res.headers), ...known.headers });
  });
  for (const each of implemented(ports)) serveOperation(app as unknown as Hono, each, ports);
  for (const each of ports.more) app.route("/", each);
  for (const path of new Set(operations.map((each) => each.path))) app.all(honoPath(path), () => refuseMethod(path));
  app.notFound(({ req }) =>
    problemResponse(problem("not-found", `There is nothing at ${req.path.slice(0, 200)}.`).problem),
  );
  return app as unknown as Hono;
}

function implemented(ports: PortalPorts): readonly Implemented[] {
  const reader = ports.store === null ? null : storeReader(ports.store, ports.now);
  const own = { ...ports, reader };
  const described = description(ports.url);
  return [
    implement(meta.health, async () => {
      await ports.drafts.ping();
      return { status: 200, body: { status: "ok" }, headers: { "cache-control": "no-store" } };
    }),
    implement(meta.description, () => Promise.resolve({ status: 200, body: described })),
    ...storeRoutes(ports),
    ...appRoutes(own),
    ...versionRoutes(own),
    ...submissionRoutes(own),
    ...signingKeyRoutes(own),
    ...statsRoutes(own),
  ];
}

function asProblem(error: Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof ForgeUnavailable) {
    return problem("forge-unavailable", `The registry's forge did not do it: ${error.message}`, {
      headers: { "retry-after": "10" },
    });
  }
  return problem("internal", "The portal failed. Tell whoever runs it the `x-request-id` of this answer.");
}

function refuseMethod(path: string): never {
  const own = operations.filter((each) => each.path === path);
  const allow = own.map(({ method }) => method.toUpperCase()).join(", ");
  throw problem("method-not-allowed", `Here are ${allow}.`, { headers: { allow } });
}
