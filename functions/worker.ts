// Telemetry on Cloudflare Workers. Raw rows go to D1, or through a queue to R2 where one is bound (docs/operate/telemetry.md).
import type { MessageBatch } from "@cloudflare/workers-types";

import type { Bindings } from "./telemetry/workers/bindings.ts";
import { expire } from "./telemetry/workers/expire.ts";
import { finishDeletions } from "./telemetry/workers/queue-store.ts";
import { isWithinAddressRate, tooManyFromAddress } from "./telemetry/workers/address-rate.ts";
import { objectPorts, telemetryOf } from "./telemetry/workers/telemetry-of.ts";
import { type RowsMessage, writeObjects } from "./telemetry/workers/write-objects.ts";

/** Objects from which a run goes on deleting: each takes three of the thousand requests that an invocation has. */
const DELETIONS = 300;

/** Seconds between two tries at most: the 100 that a queue grants are more than the 14 days that it keeps what it has. */
const RETRY_SECONDS = 4 * 3600;

/** One for an isolate: its limiter counts, and what it read of the store is kept. */
let telemetry: ReturnType<typeof telemetryOf> | undefined;

// oxlint-disable-next-line import/no-default-export -- it is what Workers call
export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    telemetry ??= telemetryOf(env);
    if (!(await isWithinAddressRate(request, env.ADDRESSES))) return tooManyFromAddress();
    return telemetry.fetch(request);
  },

  async queue(batch: Pick<MessageBatch<RowsMessage>, "messages" | "retryAll">, env: Bindings): Promise<void> {
    const bodies = batch.messages.map(({ body }) => body);
    try {
      await writeObjects(bodies, objectPorts(env), () => crypto.randomUUID());
    } catch (error) {
      console.error(error);
      batch.retryAll({ delaySeconds: retryDelay(Math.max(...batch.messages.map(({ attempts }) => attempts))) });
    }
  },

  async scheduled(_controller: unknown, env: Bindings): Promise<void> {
    await expire(env.TELEMETRY, env.RAW ?? null, Date.now());
    if (env.RAW !== undefined) await finishDeletions(objectPorts(env), DELETIONS);
  },
};

function retryDelay(attempts: number): number {
  return Math.min(RETRY_SECONDS, 5 * 2 ** attempts);
}
