import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

import { beforeEach, describe, expect, test } from "vitest";

import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import { nodeDevice } from "../../device/node-device.ts";
import { countRun, recordRun } from "../../device/telemetry/count-run.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { anHttpServer } from "../../testing/http-server.ts";

const NOTES = { app_id: "com.example.notes" as AppId, version: "1.0.0", version_code: 1 as VersionCode };
const NOWHERE = "http://127.0.0.1:1";

let root: string;
let service: string;
const heard: { readonly path: string; readonly body: Record<string, unknown> }[] = [];
beforeEach(async () => {
  root = temporaryFolder();
  heard.splice(0);
  service = await anHttpServer(async (request, response) => {
    const body = JSON.parse(gunzipSync(await buffer(request)).toString("utf8")) as Record<string, unknown>;
    heard.push({ path: request.url ?? "", body });
    response
      .writeHead(202, { "content-type": "application/json" })
      .end('{"events":[{"type":"app_stop"}],"crashes":[]}');
  });
});

const telemetry = (...args: readonly string[]) => runInMemory(["device", "telemetry", ...args, "--root", root]);

/** Runs the app for a moment, as MosisService would. */
async function use(): Promise<void> {
  const device = nodeDevice(root, { consent: async () => true });
  const run = await countRun(device);
  await recordRun(device, NOTES, [...run.screen("main"), ...run.stopped("user")]);
}

describe("mosis device telemetry", () => {
  test("counts nothing until somebody agrees, and forgets what is no longer agreed to", async () => {
    await use();
    expect((await telemetry("status")).stdout).toBe("Consent: none\n");
    expect((await telemetry("consent", "detailed")).stdout).toBe("Changed the consent from none to detailed\n");
    await use();
    expect((await telemetry("status")).stdout).toBe(
      "Consent: detailed\n1 wait to be sent\nCounted: com.example.notes\n",
    );
    expect(jsonOf(await telemetry("consent", "none", "--dry-run", "--json"))).toMatchObject({ to: "none", waiting: 1 });
    expect(jsonOf(await telemetry("consent", "none", "--json"))).toMatchObject({ from: "detailed", waiting: 0 });
    expect((await telemetry("send", "--service", service)).stdout).toContain("Nobody agreed");
    expect(heard).toEqual([]);
  });

  test("sends what waits, and says what waits on", async () => {
    await telemetry("consent", "basic");
    await use();
    const away = await telemetry("send", "--service", NOWHERE);
    expect([away.exitCode, away.stdout]).toEqual([4, expect.stringMatching(/^Sent 0; 1 wait until \d{4}-/)]);
    expect((await telemetry("status")).stdout).toContain("The next attempt is due at");
    expect((await telemetry("send", "--service", service, "--if-due")).stdout).toContain("left alone");
    expect((await telemetry("send", "--service", `${service}/`)).stdout).toBe("Sent 1\n");
    expect(heard).toMatchObject([{ path: "/telemetry/events", body: { app_id: NOTES.app_id, consent: 1 } }]);
  });

  test("shows and deletes what a service has, and takes another secret", async () => {
    await telemetry("consent", "basic");
    await use();
    await telemetry("send", "--service", service);
    const shown = await telemetry("export", "--service", service);
    expect(JSON.parse(shown.stdout)).toEqual({ events: [{ type: "app_stop" }], crashes: [] });
    await use();
    const deleted = await telemetry("delete", "--service", service, "--new-secret");
    expect(deleted.stdout).toBe("Everything is deleted that was sent of com.example.notes; dropped 1 that waited\n");
    await use();
    await telemetry("send", "--service", service);
    const [sent, exported, removed, later] = heard;
    expect(exported?.body).toEqual(removed?.body);
    expect(removed?.path).toBe("/telemetry/privacy/delete");
    expect(JSON.stringify(removed?.body)).toContain(String(sent?.body["device_id"]));
    expect(JSON.stringify(removed?.body)).not.toContain(String(later?.body["device_id"]));
  });
});
