import type { Bindings } from "./bindings.ts";
import { addressOf } from "./address-rate.ts";
import { createAppVersions } from "./app-versions.ts";
import { d1Store } from "./d1-store.ts";
import { queueStore } from "./queue-store.ts";
import type { ObjectPorts } from "./write-objects.ts";
import { createRateLimiter } from "../../shared/rate-limit.ts";
import { urlDocuments } from "../../shared/store-documents.ts";
import { telemetryApi } from "../api.ts";

/** By way of the data centre's cache, which would otherwise keep no JSON; others ignore `cf`. */
const cachedFetch: typeof fetch = (url, init) => fetch(url, { ...init, cf: { cacheEverything: true } } as RequestInit);

/**
 * The telemetry service on what a Worker is bound to.
 *
 * @throws Error when the configuration is wrong
 */
export function telemetryOf(env: Bindings): ReturnType<typeof telemetryApi> {
  const { MOSIS_STORE: store, ROWS: queue, TELEMETRY: db } = env;
  return telemetryApi({
    store: queue === undefined ? d1Store(db, Date.now) : queueStore(queue, objectPorts(env)),
    versions: createAppVersions(urlDocuments(storeAddress(store), cachedFetch), Date.now),
    limiter: createRateLimiter(Date.now),
    now: () => new Date(),
    addressOf: (context) => addressOf(context.req.raw.headers),
    report: (error) => console.error(error),
  });
}

/** @throws Error where a queue is bound without a bucket */
export function objectPorts({ TELEMETRY: db, RAW: bucket }: Bindings): ObjectPorts {
  if (bucket === undefined) {
    throw new Error("wrangler.jsonc: the queue ROWS is bound, and the bucket RAW is not: bind both, or neither.");
  }
  return { db, bucket, now: Date.now };
}

function storeAddress(text: unknown): string {
  if (typeof text === "string" && /^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/?$/, "/");
  throw new Error(
    `wrangler.jsonc: vars.MOSIS_STORE is ${JSON.stringify(text)}, which is no address. Set it to the address of the store, such as https://store.example/.`,
  );
}
