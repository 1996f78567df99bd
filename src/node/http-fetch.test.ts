import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { httpFetcher } from "./http-fetch.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A real server; gives its base address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/store`;
}

const hello = new TextEncoder().encode("hello");

describe("a file that is there", () => {
  test("is given byte for byte from below the base address", async () => {
    const base = await serve((request, response) => response.end(request.url));
    const fetched = await httpFetcher(base)("tuf/timestamp.json", 100);
    expect(new TextDecoder().decode(fetched ?? undefined)).toBe("/store/tuf/timestamp.json");
    expect(await httpFetcher(`${base}/`)("tuf/timestamp.json", 100)).toEqual(fetched);
  });

  test("may be exactly as long as the limit", async () => {
    const base = await serve((_, response) => response.end(hello));
    expect(await httpFetcher(base)("a", hello.length)).toEqual(new Uint8Array(hello));
  });

  test("may be compressed on the way", async () => {
    const base = await serve((_, response) => response.setHeader("content-encoding", "gzip").end(gzipSync(hello)));
    expect(await httpFetcher(base)("a", hello.length)).toEqual(new Uint8Array(hello));
  });

  test("may be behind a few redirects, to another host too", async () => {
    const storage = await serve((_, response) => response.end(hello));
    const base = await serve((request, response) => {
      const location = request.url === "/store/a" ? "/store/b" : `${storage}/a`;
      response.writeHead(302, { location }).end();
    });
    expect(await httpFetcher(base)("a", 10)).toEqual(new Uint8Array(hello));
  });
});

test.for([404, 403, 410])("an answer of %i means that there is no such file", async (status) => {
  const base = await serve((_, response) => response.writeHead(status).end("a page"));
  expect(await httpFetcher(base)("a", 10)).toBeNull();
});

describe("a file that cannot be had", () => {
  const failure = (code: string) => expect.objectContaining({ name: "HttpFetchError", code });

  test("is cut off when more bytes come than are allowed, whatever the header says", async () => {
    let sent = 0;
    const base = await serve((_, response) => {
      const send = (): void => {
        if (response.destroyed || sent > 50_000_000) return void response.end();
        sent += 65_536;
        response.write(new Uint8Array(65_536), () => setImmediate(send));
      };
      send();
    });
    await expect(httpFetcher(base)("a", 100_000)).rejects.toThrow(failure("too-large"));
    expect(sent).toBeLessThan(50_000_000);
  });

  test("is cut off when it only inflates to too much", async () => {
    const bomb = gzipSync(new Uint8Array(10_000_000));
    const base = await serve((_, response) => response.setHeader("content-encoding", "gzip").end(bomb));
    await expect(httpFetcher(base)("a", bomb.length)).rejects.toThrow(failure("too-large"));
  });

  test.for([500, 503, 401, 204, 304])("is an error for an answer of %i", async (status) => {
    const base = await serve((_, response) => response.writeHead(status).end());
    await expect(httpFetcher(base)("a", 10)).rejects.toThrow(failure("status"));
  });

  test.for(["https://127.0.0.1:1/a", "file:///etc/passwd", "data:text/plain,hello"])(
    "is an error when it redirects to %s, another scheme",
    async (location) => {
      const base = await serve((_, response) => response.writeHead(302, { location }).end());
      await expect(httpFetcher(base)("a", 10)).rejects.toThrow(failure("status"));
    },
  );

  test("is an error when redirects never end, or lead nowhere", async () => {
    const circle = await serve((_, response) => response.writeHead(302, { location: "/store/a" }).end());
    await expect(httpFetcher(circle)("a", 10)).rejects.toThrow(failure("status"));
    const nowhere = await serve((_, response) => response.writeHead(302).end());
    await expect(httpFetcher(nowhere)("a", 10)).rejects.toThrow(failure("status"));
  });

  test("is unreachable when nobody listens", async () => {
    const base = await serve(() => undefined);
    for (const close of closers.splice(0)) await close();
    await expect(httpFetcher(base)("a", 10)).rejects.toThrow(failure("unreachable"));
  });

  test("is unreachable when the connection breaks in the middle", async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write(hello, () => response.destroy());
    });
    await expect(httpFetcher(base)("a", 100)).rejects.toThrow(failure("unreachable"));
  });

  test("is unreachable when the server stays silent, at once or later", async () => {
    const silent = await serve(() => undefined);
    await expect(httpFetcher(silent, { idleMs: 20 })("a", 10)).rejects.toThrow(failure("unreachable"));
    const stalls = await serve((_, response) => void response.write(hello));
    await expect(httpFetcher(stalls, { idleMs: 20 })("a", 10)).rejects.toThrow(failure("unreachable"));
  });

  test("is unreachable when a server drips bytes for longer than the whole may take", async () => {
    const base = await serve((_, response) => {
      const timer = setInterval(() => response.write("x"), 5);
      response.on("close", () => clearInterval(timer));
    });
    await expect(httpFetcher(base, { totalMs: 60 })("a", 1_000_000)).rejects.toThrow(failure("unreachable"));
  });
});
