import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

import { startLocalServer } from "../node/local-server.ts";

/** Answers a request in any way HTTP allows, and some that it does not. */
export type Reply = (response: ServerResponse) => void;

/**
 * What somebody between store and device does to one file. `original` is null where the store has none. Bytes are served as they
 * are, null as a 404.
 */
export type Attack = (path: string, original: Uint8Array | null) => Reply | Uint8Array | null;

/** An HTTP server in front of a store's, which hands everything through until it is told otherwise. */
export interface TamperingProxy {
  /** Base address with a final slash. */
  readonly url: string;
  /** Paths asked for, in order. */
  readonly requests: string[];
  attack: Attack | null;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of this machine. */
export async function startTamperingProxy(upstream: string): Promise<TamperingProxy> {
  const requests: string[] = [];
  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    const path = decodeURIComponent(new URL(url, upstream).pathname.slice(1));
    requests.push(path);
    const original = await load(new URL(path, upstream));
    const answered = proxy.attack === null ? original : proxy.attack(path, original);
    if (answered === null) response.writeHead(404).end();
    else if (typeof answered === "function") answered(response);
    else withBytes(answered)(response);
  };
  const { url, close } = await startLocalServer(
    (request, response) => void answer(request.url ?? "/", response).catch((error: Error) => response.destroy(error)),
    0,
  );
  const proxy: TamperingProxy = { url: `${url}/`, requests, attack: null, close };
  return proxy;
}

/** A usual answer with these bytes. */
export function withBytes(bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) =>
    void response
      .writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length, ...headers })
      .end(bytes);
}

/** What a captive portal says to everything. */
export const withLoginPage = withBytes(new TextEncoder().encode("<!doctype html><title>Please log in</title>"), {
  "content-type": "text/html",
});

export function withStatus(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => void response.writeHead(status, headers).end(status === 304 ? undefined : "something else");
}

/** Compressed on the way, as servers may do with anything. */
export function withGzip(bytes: Uint8Array): Reply {
  return withBytes(gzipSync(bytes), { "content-encoding": "gzip" });
}

/** A chunked answer that never ends, as fast as the client reads. */
export const withoutEnd: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const chunk = Buffer.alloc(65_536, "[");
  const more = (): void => {
    while (!response.destroyed) if (!response.write(chunk)) return;
  };
  response.on("drain", more);
  more();
};

/** One byte now and then, so that the connection is never idle. */
export function dripping(bytes: Uint8Array, everyMs: number): Reply {
  return (response) => {
    response.writeHead(200, { "content-length": bytes.length });
    let at = 0;
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, at + 1));
      at += 1;
    }, everyMs);
    response.on("close", () => clearInterval(timer));
  };
}

/** Takes the request and never says a word. */
export const withSilence: Reply = () => undefined;

/** Sends the head and nothing after it. */
export const withHeadOnly: Reply = (response) => {
  response.writeHead(200, { "content-length": 100 });
  response.flushHeaders();
};

/** Announces all of the bytes and breaks off in the middle. */
export function brokenOff(bytes: Uint8Array): Reply {
  return (response) => {
    response.writeHead(200, { "content-length": bytes.length });
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  };
}

/** Closes the connection without an answer. */
export const withHangUp: Reply = (response) => response.destroy();

async function load(url: URL): Promise<Uint8Array | null> {
  const response = await fetch(url);
  if (response.status === 404) {
    await response.body?.cancel();
    return null;
  }
  return new Uint8Array(await response.arrayBuffer());
}
