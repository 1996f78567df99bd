import type { ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { telemetryService } from "./telemetry-service.ts";
import { anHttpServer } from "../../testing/http-server.ts";

test("a document is sent gzipped, and the answer is heard with its headers", async () => {
  let heard: object = {};
  const url = await anHttpServer(async (request, response) => {
    heard = {
      method: request.method,
      url: request.url,
      type: request.headers["content-type"],
      body: gunzipSync(await buffer(request)).toString("utf8"),
    };
    response
      .writeHead(429, { "retry-after": "60", date: "Thu, 26 Nov 2026 08:00:00 GMT" })
      .end('{"title":"Slow down"}');
  });
  const answer = await telemetryService(url).post("/telemetry/events", { text: "é" });
  expect(heard).toEqual({ method: "POST", url: "/telemetry/events", type: "application/json", body: '{"text":"é"}' });
  expect(answer).toEqual({
    status: 429,
    retryAfter: "60",
    date: "Thu, 26 Nov 2026 08:00:00 GMT",
    body: { title: "Slow down" },
  });
});

test.for<readonly [string, (response: ServerResponse) => unknown, object | null]>([
  [
    "a redirect, which is not followed",
    (response) => response.writeHead(307, { location: "/elsewhere" }).end(),
    { status: 307 },
  ],
  ["no JSON", (response) => response.end("<html>"), { status: 200, body: null }],
  ["nothing", (response) => response.destroy(), null],
  [
    "half of what it announced",
    (response) => response.writeHead(200, { "content-length": "9" }).write("{", () => response.destroy()),
    null,
  ],
])("a service that answers with %s disturbs nobody", async ([, answer, expected]) => {
  const url = await anHttpServer((_request, response) => void answer(response));
  const heard = await telemetryService(url).post("/telemetry/crash", {});
  if (expected === null) expect(heard).toBeNull();
  else expect(heard).toMatchObject(expected);
});

test("a service that is not there has no answer", async () => {
  expect(await telemetryService("http://127.0.0.1:1").post("/telemetry/events", {})).toBeNull();
});
