import { expect, test } from "vitest";

import { portalClient } from "./portal-client.ts";
import { anHttpServer } from "../../testing/http-server.ts";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly retryAfter?: string;
}

/** A server that gives one answer after the other, and what it was asked. */
async function aServer(...answers: readonly (Answer | "cut")[]) {
  const left = [...answers];
  const requests: { readonly line: string; readonly key: string | undefined; readonly token: string | undefined }[] =
    [];
  const url = await anHttpServer((request, response) => {
    const { method, url: path, headers } = request;
    request.resume();
    requests.push({
      line: `${method} ${path}`,
      key: headers["idempotency-key"]?.toString(),
      token: headers.authorization,
    });
    const next = left.shift();
    if (next === "cut") return void request.socket.destroy();
    const { status, body = {}, retryAfter } = next ?? { status: 200 };
    response.writeHead(status, { ...(retryAfter !== undefined && { "retry-after": retryAfter }) });
    response.end(JSON.stringify(body));
  });
  return { url, requests };
}

function aClient(url: string) {
  const pauses: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  return { pauses, client: portalClient(url, "secret", { sleep, random: () => 0.5 }) };
}

test("a question is asked again until there is an answer, with longer and longer pauses", async () => {
  const { url, requests } = await aServer("cut", { status: 502 }, { status: 503 }, { status: 200, body: { ok: 1 } });
  const { client, pauses } = aClient(url);
  expect((await client.request({ method: "GET", path: "/apps" })).body).toEqual({ ok: 1 });
  expect(requests.map(({ token }) => token)).toEqual(Array.from({ length: 4 }, () => "Bearer secret"));
  expect(pauses).toEqual([500, 1000, 2000]);
});

test("a change is sent again only under a key, which stays the same", async () => {
  const keyed = await aServer("cut", { status: 409, body: { type: "x/key-in-use", title: "In use" } }, { status: 202 });
  const request = { method: "POST", path: "/apps", body: {} } as const;
  await aClient(keyed.url).client.request({ ...request, idempotencyKey: "k" });
  expect(keyed.requests.map(({ key }) => key)).toEqual(["k", "k", "k"]);
  const plain = await aServer("cut");
  await expect(aClient(plain.url).client.request(request)).rejects.toMatchObject({ code: "unreachable" });
  expect(plain.requests).toHaveLength(1);
});

test("it waits as long as it is told, unless that is too long", async () => {
  const { url, requests } = await aServer({ status: 429, retryAfter: "7" }, { status: 429, retryAfter: "60" });
  const { client, pauses } = aClient(url);
  await expect(client.request({ method: "GET", path: "/apps" })).rejects.toMatchObject({
    code: "busy",
    retryAfter: 60,
  });
  expect([pauses, requests.length]).toEqual([[7000], 2]);
});

test.each([
  [401, "token"],
  [403, "denied"],
  [404, "missing"],
  [409, "refused"],
  [422, "refused"],
  [501, "off"],
] as const)("%i is no matter of time: %s", async (status, code) => {
  const errors = [{ pointer: "/documents/0", message: "It is signed by nobody." }];
  const body = { type: "https://mosis.dev/problems/some-name", title: "T", status, detail: "It is wrong.", errors };
  const { url, requests } = await aServer({ status, body });
  await expect(aClient(url).client.request({ method: "GET", path: "/apps" })).rejects.toMatchObject({
    code,
    message: `GET ${url}/apps was answered with ${status}: It is wrong.\n  /documents/0: It is signed by nobody.`,
    problem: { name: "some-name" },
  });
  expect(requests).toHaveLength(1);
});

test("where nobody listens, nothing is waited for; a redirect is not followed with the token", async () => {
  const { client, pauses } = aClient("http://127.0.0.1:1");
  await expect(client.request({ method: "GET", path: "/apps" })).rejects.toMatchObject({ code: "unreachable" });
  expect(pauses).toEqual([]);
  const moved = await aServer({ status: 302 });
  await expect(aClient(moved.url).client.request({ method: "GET", path: "/" })).rejects.toMatchObject({
    code: "refused",
  });
});
