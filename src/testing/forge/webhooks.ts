import { createHmac, randomUUID } from "node:crypto";
import type { Backend } from "./backend.ts";
import type { ForgeEvent } from "./events.ts";
import type { HookRecord } from "./records.ts";

const TIMEOUT_MS = 5000;

/** Sends every event to the hooks that want it, signed with their secrets. The function it gives resolves when all are sent. */
export function deliverWebhooks(backend: Backend): () => Promise<void> {
  const running = new Set<Promise<void>>();
  backend.onEvent((event) => {
    const hooks = backend.store.state.hooks.filter(
      ({ repository, events }) =>
        repository === event.repository.id && (events.includes("*") || events.includes(event.name)),
    );
    for (const hook of hooks) {
      const delivery = deliver(backend, hook, event).finally(() => running.delete(delivery));
      running.add(delivery);
    }
  });
  return async () => {
    while (running.size > 0) await Promise.all(running);
  };
}

async function deliver(backend: Backend, hook: HookRecord, event: ForgeEvent): Promise<void> {
  const body = JSON.stringify(event.payload);
  const guid = randomUUID();
  const signature = createHmac("sha256", hook.secret).update(body).digest("hex");
  const headers = {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/forge",
    "x-github-event": event.name,
    "x-github-delivery": guid,
    "x-github-hook-id": String(hook.id),
    ...(hook.secret !== "" && { "x-hub-signature-256": `sha256=${signature}` }),
  };
  const init = { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
  const status = await fetch(hook.url, init).then(
    (reply) => reply.status,
    () => 0,
  );
  hook.deliveries.push({ guid, event: event.name, at: backend.now(), status });
}
