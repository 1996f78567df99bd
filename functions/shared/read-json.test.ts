import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { ProblemError } from "./problem.ts";
import { readJson } from "./read-json.ts";

const MAX = 1000;

function aRequest(body: BodyInit | null, headers: Readonly<Record<string, string>> = {}): Request {
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body, duplex: "half" };
  return new Request("http://localhost/", init);
}

async function read(request: Request): Promise<unknown> {
  return readJson(request, { maxBytes: MAX, maxDepth: 3, seconds: 0.1 });
}

function gzip(text: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(text));
}

/** A body that comes in pieces and never says how long it is. */
function streamed(pieces: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

const unending = new ReadableStream<Uint8Array>({
  start: (controller) => controller.enqueue(Buffer.from("{")),
});

describe("reads", () => {
  const document = '{"a":[1,{"b":"\\u00e9\u2028"}]}';
  test.for<[string, BodyInit, Readonly<Record<string, string>>]>([
    ["a document", document, {}],
    ["one whose length is announced", document, { "content-length": String(Buffer.byteLength(document)) }],
    ["gzip", gzip(document), { "content-encoding": "gzip" }],
    ["one that says it is not encoded", document, { "content-encoding": "identity" }],
    ["a type with parameters", document, { "content-type": "Application/JSON; charset=utf-8" }],
    ["one in pieces", streamed([Buffer.from(document.slice(0, 5)), Buffer.from(document.slice(5))]), {}],
  ])("%s", async ([, body, headers]) => {
    expect(await read(aRequest(body, headers))).toEqual(JSON.parse(document));
  });

  test("a key __proto__ as any other", async () => {
    const value = (await read(aRequest('{"__proto__":{"polluted":true}}'))) as Record<string, unknown>;
    expect(value["polluted"]).toBeUndefined();
    expect(Object.keys(value)).toEqual(["__proto__"]);
  });
});

describe("refuses", () => {
  const large = `"${"x".repeat(MAX)}"`;
  const bomb = gzip(new Uint8Array(500_000));
  test.for<[number, string, BodyInit | null, Readonly<Record<string, string>>]>([
    [400, "nothing", null, {}],
    [400, "half a document", '{"a":', {}],
    [400, "UTF-16", Uint8Array.of(0xff, 0xfe, 0x7b, 0), {}],
    [400, "a byte order mark", "\ufeff{}", {}],
    [400, "a surrogate in UTF-8", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), {}],
    [400, "four levels", "[[[[]]]]", {}],
    [400, "a thousand levels", "[".repeat(MAX / 2) + "]".repeat(MAX / 2), {}],
    [400, "what is not gzip", "{}", { "content-encoding": "gzip" }],
    [400, "half a gzip file", gzip(large).subarray(0, 12), { "content-encoding": "gzip" }],
    [
      400,
      "gzip with something after it",
      Buffer.concat([gzip("{}"), Buffer.from("{}")]),
      { "content-encoding": "gzip" },
    ],
    [408, "what never ends", unending, {}],
    [413, "too much", large, {}],
    [413, "too much in pieces", streamed([Buffer.from(large), Buffer.from(large)]), {}],
    [413, "too much that is announced", large, { "content-length": String(large.length) }],
    [413, "too much, whatever is announced", large, { "content-length": "3" }],
    [413, "too much once inflated", bomb, { "content-encoding": "gzip" }],
    [413, "a little too much once inflated", gzip(large), { "content-encoding": "gzip" }],
    [415, "a form", "a=1", { "content-type": "application/x-www-form-urlencoded" }],
    [415, "no type", "{}", { "content-type": "" }],
    [415, "brotli", "{}", { "content-encoding": "br" }],
    [415, "two encodings", gzip(gzip("{}")), { "content-encoding": "gzip, gzip" }],
  ])("with %i %s", async ([status, , body, headers]) => {
    const error: unknown = await read(aRequest(body, headers)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problem.status).toBe(status);
  });
});
