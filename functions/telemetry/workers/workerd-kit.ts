import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { createTestHarness } from "wrangler";

import type { Bindings } from "./bindings.ts";
import type { OpenedService } from "../contract.ts";

export const CONFIG = join(import.meta.dirname, "../../wrangler.jsonc");

// They would look for Cloudflare on the network.
process.env["WRANGLER_SEND_METRICS"] = "false";
process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";

/** The worker, bundled as for a deployment, in workerd. */
export interface Workerd extends OpenedService {
  readonly bindings: Bindings;
  /** Runs the hourly job. */
  tick(): Promise<void>;
}

/**
 * Starts the worker with an empty database, and a store of the versions that are known.
 *
 * @param env environment of `wrangler.jsonc`; null for the top level
 */
export async function startWorkerd(
  env: "scale" | null,
  known: Readonly<Record<string, readonly number[]>> = {},
): Promise<Workerd> {
  const store = await serveStore(known);
  const vars = { MOSIS_STORE: `http://127.0.0.1:${(store.address() as AddressInfo).port}/` };
  const harness = createTestHarness({ workers: [{ configPath: CONFIG, vars, ...(env !== null && { env }) }] });
  const { url } = await harness.listen();
  const worker = harness.getWorker<Bindings>();
  await worker.applyD1Migrations("TELEMETRY");
  return {
    bindings: await worker.getEnv(),
    post: (path, body, headers, from) =>
      fetch(new URL(path, url), { method: "POST", body, headers: { ...headers, "cf-connecting-ip": from } }),
    async tick() {
      await worker.scheduled({ cron: "7 * * * *" });
    },
    async close() {
      await harness.close();
      store.close();
    },
  };
}

/** As much of a store as the worker reads. */
async function serveStore(known: Readonly<Record<string, readonly number[]>>): Promise<Server> {
  const server = createServer((request, response) => {
    const codes = known[/^\/v1\/apps\/([^/]+)\/versions\.json$/.exec(request.url ?? "")?.[1] ?? ""];
    response.statusCode = codes === undefined ? 404 : 200;
    response.end(JSON.stringify({ versions: codes?.map((version_code) => ({ version_code })) }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}
