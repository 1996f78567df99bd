import type { RequestListener } from "node:http";

import { onTestFinished } from "vitest";

import { startLocalServer } from "../node/local-server.ts";

/** A real server on a free port of this machine until the test ends; gives its address without a final slash. */
export async function anHttpServer(listener: RequestListener): Promise<string> {
  const server = await startLocalServer(listener, 0);
  onTestFinished(() => server.close());
  return server.url;
}
