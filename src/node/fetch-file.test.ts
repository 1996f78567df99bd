import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { fetchFile } from "./fetch-file.ts";
import { anHttpServer } from "../testing/http-server.ts";

const hello = new TextEncoder().encode("hello");
const redirectTo = (location: string) =>
  anHttpServer((_, response) => response.writeHead(302, { location }).end("moved"));

describe("a file that is there", () => {
  test("is given whole, up to exactly the limit", async () => {
    const url = await anHttpServer((_, response) => response.end(hello));
    expect(await fetchFile(url, { maxBytes: hello.length })).toEqual(new Uint8Array(hello));
  });

  test("may be empty", async () => {
    const url = await anHttpServer((_, response) => response.end());
    expect(await fetchFile(url, { maxBytes: 1 })).toEqual(new Uint8Array());
  });

  test("is found behind a redirect to another host", async () => {
    const url = await redirectTo(await anHttpServer((_, response) => response.end(hello)));
    expect(await fetchFile(url, { maxBytes: 5, redirectProblem: () => null })).toEqual(new Uint8Array(hello));
  });
});

test.each([403, 404, 410])("there is none where the server answers %i", async (status) => {
  const url = await anHttpServer((_, response) => response.writeHead(status).end("a page"));
  expect(await fetchFile(url, { maxBytes: 1 })).toBeNull();
});

describe("a file cannot be had", () => {
  const failure = (url: string, options: Partial<Parameters<typeof fetchFile>[1]> = {}): Promise<unknown> =>
    fetchFile(url, { maxBytes: 10, ...options }).catch((error: unknown) => error);

  test("when it is longer than the limit, and the rest is not waited for", async () => {
    let closed = false;
    const url = await anHttpServer((_, response) => {
      response.on("close", () => (closed = true));
      response.write(Buffer.alloc(8));
      response.write(Buffer.alloc(8));
    });
    expect(await failure(url)).toMatchObject({ name: "FetchError", code: "too-large" });
    await expect.poll(() => closed).toBe(true);
  });

  test("when it inflates beyond the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    const url = await anHttpServer((_, response) => response.setHeader("content-encoding", "gzip").end(bomb));
    expect(await failure(url, { maxBytes: bomb.length })).toMatchObject({ code: "too-large" });
  });

  test.each([204, 400, 401, 500, 503])("when the server answers %i", async (status) => {
    const url = await anHttpServer((_, response) => response.writeHead(status).end());
    expect(await failure(url)).toMatchObject({ code: "status", message: expect.stringContaining(String(status)) });
  });

  test("when no server answers, or one that breaks off", async () => {
    expect(await failure("http://127.0.0.1:1/file")).toMatchObject({ code: "unreachable" });
    const url = await anHttpServer((_, response) => {
      response.writeHead(200, { "content-length": 10 }).write("half", () => response.destroy());
    });
    expect(await failure(url)).toMatchObject({ code: "unreachable" });
  });

  test("when the server is silent, at once or in the middle", async () => {
    const silent = await anHttpServer(() => {});
    expect(await failure(silent, { idleMs: 20 })).toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("no byte came for 20 ms"),
    });
    const halting = await anHttpServer((_, response) => void response.write("half"));
    expect(await failure(halting, { idleMs: 20 })).toMatchObject({ code: "unreachable" });
  });

  test("when it trickles in for longer than the whole may take", async () => {
    const url = await anHttpServer((_, response) => {
      const timer = setInterval(() => response.write("."), 5);
      response.on("close", () => clearInterval(timer));
    });
    expect(await failure(url, { maxBytes: 1e6, totalMs: 60 })).toMatchObject({ code: "unreachable" });
  });

  test("when it redirects to where the caller does not want to go", async () => {
    const url = await redirectTo("http://127.0.0.1:2/secret");
    const redirectProblem = (next: string) => (next.includes("secret") ? "is a secret" : null);
    expect(await failure(url, { redirectProblem })).toMatchObject({
      code: "status",
      message: `${url} redirects to http://127.0.0.1:2/secret, which is a secret.`,
    });
  });

  test.each(["file:///etc/passwd", "data:,hello", "https://127.0.0.1/", "ftp://127.0.0.1/", "http://[nowhere"])(
    "when it redirects to %s",
    async (location) => {
      expect(await failure(await redirectTo(location))).toMatchObject({ code: "status" });
    },
  );

  test("when it redirects for ever", async () => {
    expect(await failure(await redirectTo("/again"))).toMatchObject({ code: "status" });
  });
});
