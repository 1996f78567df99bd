import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { expect, test } from "vitest";

import { aSender, aServerFolder, startServer } from "./server-kit.ts";
import { limits } from "../../shared/limits.ts";
import { aBatch, aCrash, idOf } from "../batch-kit.ts";

const MINUTE_MS = 60_000;
const SOAK_MINUTES = 10;
/** What is taken each second; a fifth of what the service can. */
const PER_SECOND = 100;
/**
 * In MiB, of which 25 are in use. Otherwise V8 gives more and more room to what is young, and looks for what is old and not used any more
 * when there is twice as much of it: both take minutes, and look like a leak.
 */
const HEAP = ["--max-semi-space-size=4", "--max-old-space-size=48"];
/** Seconds' worth of load that comes at once before: code is compiled, caches are filled. */
const WARM_UP = 60;
/** Memory of the first two minutes may be exceeded by so much in the last two. */
const GROWTH = 1.15;

/** MiB of a process that are in memory. */
function residentMib(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

test.runIf(process.platform === "linux")(
  "ten minutes of load take no more memory than the first",
  { tags: ["deep"], timeout: (SOAK_MINUTES + 5) * MINUTE_MS },
  async () => {
    const folder = aServerFolder();
    const server = await startServer(folder, {}, HEAP);
    const { pid = 0 } = server.process;
    const sender = aSender();
    const post = (path: string, document: unknown, at: number) =>
      sender.post(
        `${server.url}/telemetry/${path}`,
        JSON.stringify(document),
        `198.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
      );
    const samples: { readonly minute: number; readonly mib: number }[] = [];
    let started = Date.now();
    let sent = 0;
    for (let second = -WARM_UP; second < SOAK_MINUTES * 60; second += 1) {
      if (second === 0) started = Date.now();
      const batches = Array.from({ length: PER_SECOND }, () => aBatch());
      const requests = batches.map((batch) => post("events", batch, (sent += 1)));
      const crash = aCrash({ stack_trace: "x\n".repeat(20_000) });
      requests.push(post("crash", crash, sent), post("events", { wrong: sent }, sent));
      if (second % 5 === 0) requests.push(post("privacy/export", { ids: batches.map(idOf) }, sent));
      if (second % 10 === 0) requests.push(post("privacy/delete", { ids: batches.slice(0, 5).map(idOf) }, sent));
      const statuses = new Set((await Promise.all(requests)).map(({ status }) => status));
      expect(statuses).toEqual(new Set([200, 202, 422].filter((status) => status !== 200 || second % 5 === 0)));
      if (second < 0) continue;
      samples.push({ minute: (Date.now() - started) / MINUTE_MS, mib: residentMib(pid) });
      await sleep(Math.max(0, started + (second + 1) * 1000 - Date.now()));
    }
    sender.close();
    const between = (from: number, to: number): number =>
      median(samples.filter(({ minute }) => minute >= from && minute < to).map(({ mib }) => mib));
    expect(between(SOAK_MINUTES - 2, Number.POSITIVE_INFINITY)).toBeLessThan(GROWTH * between(0, 2));
    expect(server.errors).toEqual([]);
    expect(await server.stop()).toBe(0);
  },
);

test(
  "bodies that come slowly are cut off with a problem, and others are answered meanwhile",
  { tags: ["deep"], timeout: 3 * MINUTE_MS },
  async () => {
    const server = await startServer(aServerFolder());
    const { port } = new URL(server.url);
    const slow = Array.from({ length: 100 }, async () => {
      const socket = connect(Number(port), "127.0.0.1");
      const body = JSON.stringify(aBatch());
      socket.write(
        `POST /telemetry/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      const drip = setInterval(() => socket.write(" "), 1000);
      let answer = "";
      socket.setEncoding("utf8");
      socket.on("data", (piece: string) => {
        answer += piece;
      });
      socket.on("error", () => {});
      await new Promise((done) => {
        socket.on("close", done);
      });
      clearInterval(drip);
      return answer;
    });
    const sender = aSender();
    for (let at = 0; at < 20; at += 1) {
      const { status } = await sender.post(
        `${server.url}/telemetry/events`,
        JSON.stringify(aBatch()),
        `198.51.100.${at}`,
      );
      expect(status).toBe(202);
    }
    sender.close();
    for (const answer of await Promise.all(slow)) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain("application/problem+json");
      expect(answer).toContain(`within ${limits.sizes.bodySeconds.limit} seconds`);
    }
    expect(server.errors).toEqual([]);
    expect(await server.stop()).toBe(0);
  },
);
