import { mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createAdaptorServer } from "@hono/node-server";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";

import { openSqliteStore } from "./sqlite-store.ts";
import { nodeGunzip } from "../../shared/gunzip.ts";
import { createRateLimiter } from "../../shared/rate-limit.ts";
import { telemetryApi } from "../api.ts";
import { BAD_KINDS, type BadRequest, badRequest } from "../bad-requests.ts";
import { knownApps } from "../batch-kit.ts";
import type { TelemetryStore } from "../ports.ts";

const REQUESTS = process.env["MOSIS_TEST_TIER"] === "deep" ? 5000 : 300;

/** A server on a free port, what it would have stored, and its own faults. */
async function aServer() {
  const folder = mkdtempSync(join(tmpdir(), "mosis-bad-"));
  const now = () => new Date();
  const files = openSqliteStore({ folder, now });
  const stored: unknown[] = [];
  const faults: unknown[] = [];
  const store: TelemetryStore = {
    ...files,
    appendBatch(batch) {
      stored.push(batch);
      return files.appendBatch(batch);
    },
    appendCrash(crash) {
      stored.push(crash);
      return files.appendCrash(crash);
    },
  };
  let asked = 0;
  const app = telemetryApi({
    store,
    now,
    versions: { has: (id, code) => knownApps[id]?.includes(code) === true },
    limiter: createRateLimiter(Date.now),
    addressOf: () => `192.0.${(asked += 1)}`,
    report: (error) => faults.push(error),
    gunzip: nodeGunzip,
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  onTestFinished(() => {
    server.close();
    files.close();
    rmSync(folder, { recursive: true });
  });
  return { port: (server.address() as AddressInfo).port, stored, faults };
}

function send(port: number, { method, path, headers, body, isChunked }: BadRequest) {
  return new Promise<{ readonly status: number; readonly type: string; readonly text: string }>((done, fail) => {
    const length = isChunked ? {} : { "content-length": body.length };
    const sent = httpRequest(
      { port, host: "127.0.0.1", method, path, headers: { ...headers, ...length } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => {
          text += piece;
        });
        response.on("end", () =>
          done({ status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", text }),
        );
        // Whoever sends too much is answered before all of it is sent, and then cut off.
        sent.removeListener("error", fail);
        sent.on("error", () => {});
      },
    );
    sent.on("error", fail);
    sent.end(body);
  });
}

test(`${REQUESTS} bad requests are each answered by a problem, and nothing of them is stored`, async () => {
  const { port, stored, faults } = await aServer();
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(badRequest, async (bad) => {
      kinds.add(bad.kind);
      const { status, type, text } = await send(port, bad);
      expect([Math.floor(status / 100), type]).toEqual([4, "application/problem+json"]);
      expect(JSON.parse(text)).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
      expect(stored).toEqual([]);
    }),
    { numRuns: REQUESTS, seed: 7, endOnFailure: true },
  );
  expect(faults).toEqual([]);
  expect(kinds.size).toBe(BAD_KINDS);
});
