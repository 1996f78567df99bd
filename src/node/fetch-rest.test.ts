import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { fetchRest, type FileSink } from "./fetch-rest.ts";
import { anHttpServer } from "../testing/http-server.ts";

const HELLO = "hello, world";

/** Keeps what came, after what was there. */
function aSink(there = ""): FileSink & { text: string } {
  const sink = {
    text: there,
    async startAt(position: number) {
      sink.text = sink.text.slice(0, position);
    },
    async write(bytes: Uint8Array) {
      sink.text += new TextDecoder().decode(bytes);
    },
  };
  return sink;
}

/** Answers ranges with what `part` sends, and everything else with the whole. */
const serving = (part: (from: number, response: ServerResponse, request: IncomingMessage) => void) =>
  anHttpServer((request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    if (range === null) response.end(HELLO);
    else part(Number(range[1]), response, request);
  });

const range = (from: number) => `bytes ${from}-${HELLO.length - 1}/${HELLO.length}`;
const honest = (from: number, response: ServerResponse) =>
  response.writeHead(206, { "content-range": range(from) }).end(HELLO.slice(from));
const limits = { from: 5, maxBytes: HELLO.length };

test("goes on where the caller is, also behind a redirect", async () => {
  const url = await serving(honest);
  const moved = await anHttpServer((_, response) => response.writeHead(302, { location: url }).end());
  for (const address of [url, moved]) {
    const sink = aSink("HELLO");
    expect(await fetchRest(address, sink, limits)).toBe(true);
    expect(sink.text).toBe("HELLO, world");
  }
});

test("asks for no part of a file of which nothing is there", async () => {
  const url = await serving((_, response) => response.writeHead(500).end());
  const sink = aSink();
  await fetchRest(url, sink, { ...limits, from: 0 });
  expect(sink.text).toBe(HELLO);
});

test.for<readonly [string, (from: number, response: ServerResponse) => unknown]>([
  ["with the whole file", (_, response) => response.end(HELLO)],
  ["that there is no such part", (_, response) => response.writeHead(416).end()],
  ["with another part", (from, response) => honest(from + 1, response)],
  ["with a part of which it does not say where it begins", (_, response) => response.writeHead(206).end("x")],
  [
    "with a part of the packed file",
    (from, response) =>
      response.writeHead(206, { "content-range": range(from), "content-encoding": "gzip" }).end(gzipSync("x")),
  ],
])("begins anew when the server answers %s", async ([, part]) => {
  const sink = aSink("HELLO");
  expect(await fetchRest(await serving(part), sink, limits)).toBe(true);
  expect(sink.text).toBe(HELLO);
});

test("says where there is no file", async () => {
  const url = await serving((_, response) => response.writeHead(404).end());
  expect(await fetchRest(url, aSink("HELLO"), limits)).toBe(false);
});

test("counts what is there towards the limit", async () => {
  const sink = aSink("HELLO");
  const tooLong = fetchRest(await serving(honest), sink, { from: 5, maxBytes: HELLO.length - 1 });
  await expect(tooLong).rejects.toThrow(expect.objectContaining({ name: "FetchError", code: "too-large" }));
  expect(sink.text).toBe("HELLO");
});

test("lets through what the caller throws", async () => {
  const full = new Error("the disk is full");
  const sink = { ...aSink("HELLO"), write: () => Promise.reject(full) };
  await expect(fetchRest(await serving(honest), sink, limits)).rejects.toBe(full);
});
