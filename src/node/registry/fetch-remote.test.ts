import type { RequestListener } from "node:http";

import { describe, expect, test } from "vitest";

import { fetchNamed } from "./fetch-named.ts";
import { fetchRemote, NOT_TRIED } from "./fetch-remote.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { anApp } from "../../testing/app-kit.ts";
import { anHttpServer } from "../../testing/http-server.ts";
import { aStore } from "../../testing/store-kit.ts";

const { policy: STRICT } = aStore().registry().config;
const LOOPBACK: RegistryConfig["policy"] = { ...STRICT, allow_http_loopback: true };

const fetchIt = (url: string, { length = 5, policy = LOOPBACK } = {}) =>
  fetchRemote(policy)({ url, length, sha256: "0".repeat(64) as Sha256 });

/** A server that counts what it is asked. */
async function counting(listener: RequestListener): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const url = await anHttpServer((request, response) => {
    asked.push(request.url ?? "");
    listener(request, response);
  });
  return { url, asked };
}

describe("a file that a registry names", () => {
  test("is loaded up to the length its document says", async () => {
    const url = await anHttpServer((_, response) => response.end("hello"));
    expect(await fetchIt(url)).toEqual(new TextEncoder().encode("hello"));
    expect(await fetchIt(url, { length: 4 })).toBe(`${url} has more than 4 bytes.`);
  });

  test("is not asked for where the policy does not allow it", async () => {
    const { url, asked } = await counting((_, response) => response.end("hello"));
    expect(await fetchIt(url, { policy: STRICT })).toBe("the address is not https");
    expect(asked).toEqual([]);
  });

  test("is not asked for when it is longer than the registry takes", async () => {
    const { url, asked } = await counting((_, response) => response.end("hello"));
    expect(await fetchIt(url, { length: 10_000_001 })).toMatch("it has 10000001 bytes");
    expect(asked).toEqual([]);
  });

  test("is not followed to where the policy does not lead", async () => {
    const url = await anHttpServer((_, response) =>
      response.writeHead(302, { location: "http://localhost:1/x" }).end(),
    );
    expect(await fetchIt(url)).toBe(`${url} redirects to http://localhost:1/x, which is not https.`);
  });

  test("is waited for no longer than there is time, for itself and for all", async () => {
    const { url, asked } = await counting(() => undefined);
    const fetchOne = fetchRemote(LOOPBACK, { fileMs: 50, allMs: 60 });
    const file = { url, length: 5, sha256: "0".repeat(64) as Sha256 };
    expect(await fetchOne(file)).toMatch(/cannot be had: .*timeout/);
    await fetchOne(file);
    expect(await fetchOne(file)).toBe(NOT_TRIED);
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  test("that is not there, or whose server fails, is a reason", async () => {
    expect(await fetchIt(await anHttpServer((_, response) => response.writeHead(404).end()))).toBe(
      "the server gives no such file",
    );
    const broken = await anHttpServer((_, response) => response.writeHead(500).end());
    expect(await fetchIt(broken)).toBe(`The server answered 500 for ${broken}.`);
    expect(await fetchIt("http://127.0.0.1:1/x")).toMatch("cannot be had");
  });
});

describe("the files that a submission names", () => {
  const changes = (app = anApp()) => {
    const store = aStore().withApp(app);
    store.registryFiles();
    return app.files().map(({ path, bytes }) => ({ path, before: null, after: bytes }));
  };

  test("are those of its documents, and nothing is asked for what is no document", async () => {
    const asked: string[] = [];
    const fetched = await fetchNamed(
      [
        ...changes(anApp({ versions: [{}, {}] })),
        { path: "src/evil.ts", before: null, after: new Uint8Array() },
        { path: "registry/apps/00/com.example.notes/versions/3.json", before: null, after: new Uint8Array() },
        { path: "registry/developers/gone.json", before: new Uint8Array(), after: null },
      ],
      async ({ url }) => {
        asked.push(url);
        return "not now";
      },
    );
    const urls = [1, 2].map((code) => `https://packages.example/com.example.notes-${code}.mosis`);
    expect(asked).toEqual(urls);
    expect([...fetched]).toEqual(urls.map((url) => [url, "not now"]));
  });

  test("are not loaded when together they are more than memory should hold", async () => {
    const many = changes(anApp({ versions: Array.from({ length: 6 }, () => ({})) })).map((change) => ({
      ...change,
      after: new TextEncoder().encode(
        new TextDecoder().decode(change.after).replace(/"length": \d+/, '"length": 52428800'),
      ),
    }));
    let asked = 0;
    const fetched = await fetchNamed(many, async () => {
      asked += 1;
      return "loaded";
    });
    expect(asked).toBe(0);
    expect(fetched.size).toBe(6);
    expect([...fetched.values()][0]).toBe("the submission names 314572800 bytes of files, and 268435456 are the most");
  });
});
