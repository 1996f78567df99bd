#!/usr/bin/env node
// Telemetry and portal of a store, on one listener. What it needs is in the environment: docs/operate/hosting.md.
import { serve } from "@hono/node-server";
import { Hono } from "hono";

import { answerErrors } from "./shared/answer-errors.ts";
import { answerClientError } from "./shared/client-error.ts";
import { openPortal } from "./portal/node.ts";
import { limits } from "./shared/limits.ts";
import { ConfigurationError, type Environment, type Part } from "./shared/part.ts";
import { createReporter } from "./shared/reporter.ts";
import { openTelemetry } from "./telemetry/node/open-telemetry.ts";
import { openRollUps } from "./telemetry/rollup/roll-up-timer.ts";

/** Milliseconds that requests have to end in when the server is stopped. */
const STOP_MS = 10_000;
const PORT = 8787;

const report = createReporter((line) => console.error(line), Date.now);
try {
  start(process.env);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function start(environment: Environment): void {
  const port = portOf(environment);
  const parts: readonly Part[] = [
    openTelemetry(environment, report),
    openRollUps(environment, report),
    openPortal(environment, report),
  ];
  const app = new Hono();
  for (const part of parts) {
    console.log(part.note);
    app.route("/", part.app);
  }
  answerErrors(app, report);
  const server = serve(
    {
      fetch: app.fetch,
      hostname: environment["HOST"] ?? "127.0.0.1",
      port,
      // Bodies have a limit of their own, which is answered; this one ends the connection.
      serverOptions: { headersTimeout: 10_000, requestTimeout: 2000 * limits.sizes.bodySeconds.limit },
    },
    ({ address, port: bound }) => console.log(`Listening on http://${address}:${bound}`),
  );

  server.on("clientError", answerClientError);
  server.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    console.error(`Something listens on port ${port} already. Stop it, or set PORT to another one.`);
    process.exit(1);
  });
  const stop = (): void => {
    server.close(() => {
      Promise.all(parts.map((part) => part.close())).then(() => process.exit(0), report);
    });
    // Those who keep a connection open get no answer to what they have not sent yet.
    if ("closeIdleConnections" in server) {
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), STOP_MS).unref();
    }
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** @throws ConfigurationError */
function portOf({ PORT: text = "" }: Environment): number {
  if (text === "") return PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new ConfigurationError(
    `PORT is ${JSON.stringify(text)}. Set it to a number from 0 to 65535, or leave it out for ${PORT}.`,
  );
}
