import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createRateLimiter } from "../../shared/rate-limit.ts";
import { telemetryApi } from "../api.ts";
import { telemetryContract } from "../contract.ts";
import { openSqliteStore } from "./sqlite-store.ts";

telemetryContract("Node", async (known) => {
  const folder = mkdtempSync(join(tmpdir(), "mosis-telemetry-"));
  const now = () => new Date();
  const store = openSqliteStore({ folder, now });
  const app = telemetryApi({
    store,
    now,
    versions: { has: (id, code) => known[id]?.includes(code) === true },
    limiter: createRateLimiter(Date.now),
    addressOf: ({ req }) => req.header("x-from") ?? "",
    report: (error) => {
      throw error;
    },
  });
  return {
    post: async (path, body, headers, from) =>
      app.request(path, { method: "POST", body, headers: { ...headers, "x-from": from } }),
    async close() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
});
