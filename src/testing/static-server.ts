import type { IncomingMessage, ServerResponse } from "node:http";

import { startLocalServer } from "../node/local-server.ts";

/** A request that was answered; `bytes` is null for 404. */
export interface StaticRequest {
  readonly path: string;
  readonly bytes: number | null;
}

/** The file at a path without its leading slash, or null. */
export type ReadFile = (path: string) => Uint8Array | null | Promise<Uint8Array | null>;

/** Stands between server and client: gives other bytes, null for a 404, or throws for a 500. `bytes` is null where the server has no file. */
export type Tamper = (path: string, bytes: Uint8Array | null) => Uint8Array | null;

/** A static HTTP server on a free port of this machine, and the attacker in front of it. */
export interface StaticServer {
  /** Base address with a final slash. */
  readonly url: string;
  readonly requests: StaticRequest[];
  /** Null lets everything through. */
  tamper: Tamper | null;
  close(): Promise<void>;
}

/** Serves what `read` gives at the time of each request: a map's `get`, or a publish target's `read`. */
export async function serveStatic(read: ReadFile): Promise<StaticServer> {
  const requests: StaticRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname.slice(1));
    const original = await read(path);
    const bytes = server.tamper === null ? original : server.tamper(path, original);
    requests.push({ path, bytes: bytes?.length ?? null });
    if (bytes === null) response.writeHead(404).end();
    else
      response
        .writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length })
        .end(bytes);
  };
  const { url, close } = await startLocalServer((request, response) => {
    void answer(request, response).catch(() => response.writeHead(500).end());
  }, 0);
  const server: StaticServer = { url: `${url}/`, requests, tamper: null, close };
  return server;
}

/** An attack: flips one bit in the middle of the files a pattern names. */
export function flipBitOf(pattern: RegExp): Tamper {
  return (path, bytes) => {
    if (bytes === null || !pattern.test(path)) return bytes;
    const altered = new Uint8Array(bytes);
    const middle = altered.length >> 1;
    altered[middle] = (altered[middle] ?? 0) ^ 1;
    return altered;
  };
}
