import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

import { aBatch, anEvent } from "../batch-kit.ts";
import { aSender, aServerFolder, type StartedServer, startServer } from "./server-kit.ts";

const isDeep = process.env["MOSIS_TEST_TIER"] === "deep";
const BATCHES = isDeep ? 20_000 : 500;
const KILLS = isDeep ? 8 : 1;
const AT_ONCE = 32;
/** Processes start, and the disk is waited for. */
const SLOW_MS = 600_000;

/** How often each batch is in the files, and with how many events. */
function stored(folder: string): ReadonlyMap<string, { readonly times: number; readonly events: number }> {
  const found = new Map<string, { times: number; events: number }>();
  const raw = join(folder, "data/telemetry/raw");
  for (const name of readdirSync(raw).filter((each) => each.endsWith(".db"))) {
    const database = new DatabaseSync(join(raw, name));
    expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    const rows = database
      .prepare("SELECT batch_id, (SELECT count(*) FROM batch_events WHERE batch = number) AS events FROM batches")
      .all();
    database.close();
    for (const { batch_id: id, events } of rows) {
      const before = found.get(String(id));
      found.set(String(id), { times: (before?.times ?? 0) + 1, events: Number(events) });
    }
  }
  return found;
}

test(
  "what was acknowledged is there exactly once, however often the server is killed meanwhile",
  { timeout: SLOW_MS },
  async () => {
    const folder = aServerFolder();
    const events = Array.from({ length: 5 }, () => anEvent("frame_time"));
    const batches = Array.from({ length: BATCHES }, () => aBatch({ events }));
    const sender = aSender();
    const acknowledged = new Set<string>();
    let server: StartedServer = await startServer(folder);
    let cutOff = 0;

    /** Sends these, several at once, until the server is gone or has answered so many in all. */
    const load = async (queue: typeof batches, answers = Number.POSITIVE_INFINITY): Promise<void> => {
      const worker = async (): Promise<void> => {
        for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
          try {
            const from = `198.51.${queue.length % 200}.1`;
            const { status } = await sender.post(`${server.url}/telemetry/events`, JSON.stringify(batch), from);
            expect(status).toBe(202);
          } catch (error) {
            if (!(error instanceof Error && "code" in error)) throw error;
            cutOff += 1;
            return;
          }
          acknowledged.add(batch.batch_id);
          if (acknowledged.size === answers) void server.kill();
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    };

    const queue = [...batches];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await load(queue, Math.floor((BATCHES * kill) / (KILLS + 1)));
      await server.kill();
      const found = stored(folder);
      for (const id of acknowledged) expect(found.get(id)).toEqual({ times: 1, events: events.length });
      server = await startServer(folder);
    }
    await load(queue);
    expect(cutOff).toBeGreaterThan(0);

    // Phones send again what they have no answer to, and now and then what they have one to.
    await load(batches.filter(({ batch_id: id }, at) => at % 10 === 0 || !acknowledged.has(id)));
    sender.close();
    expect(await server.stop()).toBe(0);
    const found = stored(folder);
    expect(found.size).toBe(BATCHES);
    for (const each of found.values()) expect(each).toEqual({ times: 1, events: events.length });
  },
);
