import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Updater } from "tuf-js";
import { afterEach, describe, expect, test } from "vitest";

import { ephemeralSigner } from "../../node/key-file.ts";
import { aStatement } from "../../testing/developer-kit.ts";
import { TrustKit } from "../../testing/trust-kit.ts";

// An independent TUF client, as it comes from npm, over real HTTP.

const NOTES = "apps/com.example.notes.json";
const bytes = (text: string) => new TextEncoder().encode(text);
// tuf-js reads the real clock.
const now = new Date();
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function serve(kit: TrustKit): Promise<string> {
  const server: Server = createServer((request, response) => {
    const file = kit.files.get(decodeURIComponent((request.url ?? "").slice(1)));
    response.statusCode = file === undefined ? 404 : 200;
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(
    () => new Promise((resolve) => server.close(resolve)),
    async () => server.closeAllConnections(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function client(kit: TrustKit, base: string): Promise<() => Updater> {
  const dir = await mkdtemp(join(tmpdir(), "mosis-tuf-"));
  undo.push(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, "root.json"), kit.roots[0]!);
  return () =>
    new Updater({
      metadataDir: dir,
      metadataBaseUrl: `${base}/tuf`,
      targetDir: dir,
      targetBaseUrl: `${base}/targets`,
      config: { fetchRetry: 0 },
    });
}

describe("tuf-js", () => {
  test.each([4, 5, 8])("finds and downloads every target in 2^%i bins", async (bitLength) => {
    const kit = new TrustKit({ bitLength, now });
    const paths = Array.from({ length: 12 }, (_, app) => `apps/com.example.app${app}.json`);
    for (const path of paths) kit.put(path, bytes(`document of ${path}`), { stable: { version_code: 3 } });
    kit.publish();
    const updater = (await client(kit, await serve(kit)))();
    await updater.refresh();
    for (const path of paths) {
      const target = await updater.getTargetInfo(path);
      expect(target?.custom).toEqual({ stable: { version_code: 3 } });
      expect(await readFile(await updater.downloadTarget(target!), "utf8")).toBe(`document of ${path}`);
    }
    expect(await updater.getTargetInfo("apps/com.example.absent.json")).toBeUndefined();
  });

  test("finds the platform keys in the offline role", async () => {
    const kit = new TrustKit({ now });
    kit.publish();
    const updater = (await client(kit, await serve(kit)))();
    const target = await updater.getTargetInfo("platform-keys.json");
    const file: unknown = JSON.parse(await readFile(await updater.downloadTarget(target!), "utf8"));
    expect(file).toMatchObject({ _type: "mosis-platform-keys", keys: [kit.keys.platform.object] });
  });

  test("follows updates, root rotations, renewed keys and more bins", async () => {
    const kit = new TrustKit({ now });
    kit.put(NOTES, bytes("notes 1"));
    kit.publish();
    const updater = await client(kit, await serve(kit));
    await updater().refresh();
    const steps = [
      () => kit.put(NOTES, bytes("notes 2")),
      () => kit.rotate({ offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()] }),
      () => kit.rotate({ timestamp: ephemeralSigner(), snapshot: ephemeralSigner(), bins: ephemeralSigner() }),
      () => kit.signTargets(6),
    ];
    for (const step of steps) {
      step();
      kit.publish();
      const next = updater();
      const target = await next.getTargetInfo(NOTES);
      expect(await readFile(await next.downloadTarget(target!), "utf8")).toBe("notes 2");
    }
  });

  test("reads on past the recoveries of the offline role", async () => {
    const kit = new TrustKit({ now });
    kit.state(aStatement());
    kit.put(NOTES, bytes("notes 1"));
    kit.publish();
    const updater = (await client(kit, await serve(kit)))();
    const target = await updater.getTargetInfo(NOTES);
    expect(await readFile(await updater.downloadTarget(target!), "utf8")).toBe("notes 1");
  });

  test("refuses what our own client refuses", async () => {
    const kit = new TrustKit({ now });
    kit.put(NOTES, bytes("notes 1"));
    kit.publish();
    const updater = (await client(kit, await serve(kit)))();
    kit.forge("tuf/timestamp.json", { version: 2 }, [ephemeralSigner()]);
    await expect(updater.refresh()).rejects.toThrow("timestamp was signed by 0/1 keys");
  });
});
