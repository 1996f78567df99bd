import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

import { type DoubleState, PORTAL_KEY, problem } from "./double-reply.ts";
import { portalRoutes } from "./portal-routes.ts";
import { clientOf } from "../forge/fixture.ts";
import type { Forge, ForgeUser } from "../forge/forge.ts";
import { startLocalServer } from "../../node/local-server.ts";

/** A request that the double got, and what it answered. */
export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed, where it is JSON. */
  readonly sent: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** What goes wrong with a request: a problem in place of the right answer, a page of something else, or a connection that is cut. */
export type PortalFault =
  | {
      readonly status: number;
      readonly name: string;
      readonly retryAfter?: number;
      readonly errors?: readonly object[];
    }
  | "page"
  | "cut";

/** A portal on this machine, as far as the command line needs one; whatever it submits is a real pull request of a forge. */
export interface PortalDouble extends DoubleState {
  /** Without a final slash. */
  readonly url: string;
  readonly exchanges: Exchange[];
  /** Faults of the requests to come, in order; null lets one through. */
  readonly faults: (PortalFault | null)[];
  close(): Promise<void>;
}

/** @param opener opens the pull requests, as a portal's App does */
export async function aPortal({
  forge,
  opener,
}: {
  readonly forge: Forge;
  readonly opener: ForgeUser;
}): Promise<PortalDouble> {
  const double: Omit<PortalDouble, "url" | "close"> = {
    exchanges: [],
    faults: [],
    decision: "approve",
    directBytes: 2 ** 20,
    developers: new Set(),
  };
  const server = await startLocalServer((request, response) => {
    void (async () => {
      const { method = "", url: path = "", headers } = request;
      const bytes = await buffer(request);
      const fault = double.faults.shift() ?? null;
      if (fault === "cut") return void request.socket.destroy();
      if (fault === "page") return void response.writeHead(200, { "content-type": "text/html" }).end("<html>");
      const sent = parsed(request, bytes);
      const known = headers.authorization === `Bearer ${PORTAL_KEY}`;
      const reply =
        fault === null
          ? await answer({ method, path, bytes, sent, isKnown: known })
          : problem(fault.status, fault.name, fault);
      double.exchanges.push({ method, path, headers: plain(request), sent, status: reply.status, answer: reply.body });
      const isProblem = reply.status >= 400;
      response.writeHead(reply.status, {
        "content-type": isProblem ? "application/problem+json" : "application/json",
        ...reply.headers,
      });
      response.end(reply.body instanceof Uint8Array ? reply.body : JSON.stringify(reply.body));
    })();
  }, 0);
  const answer = portalRoutes(double, { url: server.url, client: clientOf(forge, opener) });
  return Object.assign(double, { url: server.url, close: () => server.close() });
}

function parsed({ headers }: IncomingMessage, bytes: Buffer): unknown {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("application/json")) return JSON.parse(bytes.toString());
  if (type.startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(bytes.toString()));
  return null;
}

function plain({ headers }: IncomingMessage): Exchange["headers"] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}
