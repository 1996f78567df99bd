import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { httpFetcher } from "./http-fetch.ts";

/** A real server; gives an address below its root. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/store`;
}

const failure = (code: string) => expect.objectContaining({ name: "FetchError", code });

test("loads a file by its path below the base address, with or without a final slash", async () => {
  const base = await serve((request, response) => response.end(request.url));
  for (const address of [base, `${base}/`]) {
    const fetched = await httpFetcher(address)("tuf/timestamp.json", 100);
    expect(new TextDecoder().decode(fetched ?? undefined)).toBe("/store/tuf/timestamp.json");
  }
});

test("gives null where there is no file", async () => {
  const base = await serve((_, response) => response.writeHead(404).end("a page"));
  expect(await httpFetcher(base)("a", 10)).toBeNull();
});

test("holds each file to its own limit and all of them to the same patience", async () => {
  const base = await serve((request, response) => void (request.url === "/store/a" && response.end("hello")));
  const patient = httpFetcher(base, { idleMs: 60_000 });
  expect(await patient("a", 5)).toHaveLength(5);
  await expect(patient("a", 4)).rejects.toThrow(failure("too-large"));
  await expect(httpFetcher(base, { idleMs: 20 })("silence", 4)).rejects.toThrow(failure("unreachable"));
});
