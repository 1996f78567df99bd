import type { IncomingMessage, ServerResponse } from "node:http";

import { startLocalServer } from "../node/local-server.ts";

/** A part of a file that was sent. */
export interface RangeAnswer {
  readonly path: string;
  readonly from: number;
  readonly bytes: number;
}

/** `wrong-range` begins elsewhere than it was asked to; `out-of-range` answers 416 to every range. */
export type RangeMode = "ranges" | "no-ranges" | "out-of-range" | "wrong-range";

/** A static server that knows ranges, and that breaks connections. */
export interface RangeServer {
  /** Base address with a final slash. */
  readonly url: string;
  readonly answers: RangeAnswer[];
  /** The next packages asked for are broken off after so many bytes each. */
  readonly cuts: number[];
  mode: RangeMode;
  /** Gives other bytes than there are. */
  tamper: ((path: string, bytes: Uint8Array) => Uint8Array) | null;
  close(): Promise<void>;
}

const LINGER_MS = 30;
const PACKAGE = /\.mosis$/;

/** Serves files on a free port of this machine. */
export async function aRangeServer(read: (path: string) => Uint8Array | null): Promise<RangeServer> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname.slice(1));
    const original = read(path);
    if (original === null) return void response.writeHead(404).end();
    const bytes = server.tamper === null ? original : server.tamper(path, original);
    const asked = server.mode === "no-ranges" ? null : /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    if (asked !== null && (server.mode === "out-of-range" || Number(asked[1]) >= bytes.length)) {
      return void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    }
    const from = asked === null ? 0 : Number(asked[1]) + (server.mode === "wrong-range" ? 1 : 0);
    const rest = bytes.subarray(from);
    const cut = PACKAGE.test(path) ? server.cuts.shift() : undefined;
    const sent = rest.subarray(0, cut);
    server.answers.push({ path, from, bytes: sent.length });
    response.writeHead(asked === null ? 200 : 206, {
      "content-length": rest.length,
      ...(asked !== null && { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    response.flushHeaders();
    if (cut === undefined) response.end(sent);
    // A client drops what it has not read when the connection breaks: it gets a moment.
    else response.write(sent, () => setTimeout(() => response.socket?.end(), LINGER_MS));
  };
  const { url, close } = await startLocalServer(answer, 0);
  const server: RangeServer = { url: `${url}/`, answers: [], cuts: [], mode: "ranges", tamper: null, close };
  return server;
}
