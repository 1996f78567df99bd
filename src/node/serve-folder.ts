import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, posix } from "node:path";

import { type LocalServer, startLocalServer } from "./local-server.ts";
import { contentTypeOf } from "../core/index/content-types.ts";
import { cacheControlOf, securityHeadersOf } from "../core/index/http-headers.ts";

/**
 * Serves a published tree on this machine only, with the headers a CDN would read from `_headers`.
 *
 * @throws Error with code `EADDRINUSE` when something else listens on the port
 */
export function serveFolder(root: string, { port }: { readonly port: number }): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    answer(root, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "content-type": "text/plain; charset=utf-8" }).end(`${String(error)}\n`);
    });
  }, port);
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const path = decodedPath(request.url ?? "/");
  const found = path === null ? null : await findFile(root, path);
  const file = found ?? (await findFile(root, "/404.html"));
  if (file === null) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("There is no such file.\n");
    return;
  }
  const bytes = await readFile(file);
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "content-type": contentTypeOf(file),
    "cache-control": found === null ? "no-store" : cacheControlOf(path ?? "/"),
    ...securityHeadersOf(path ?? "/"),
    etag,
  };
  if (found !== null && request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(found === null ? 404 : 200, { ...headers, "content-length": bytes.length });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** The path of a request below the root, or null when it tries to leave it. */
function decodedPath(url: string): string | null {
  try {
    // Resolved against a base, `//a/b` would be the path /b of a host a.
    const path = decodeURIComponent(new URL(url.startsWith("/") ? `http://localhost${url}` : url).pathname);
    // A backslash is a separator on Windows.
    return /[\0\\]/.test(path) || posix.normalize(path) !== path ? null : path;
  } catch {
    return null;
  }
}

async function findFile(root: string, path: string): Promise<string | null> {
  for (const candidate of path.endsWith("/") ? [`${path}index.html`] : [path, `${path}/index.html`]) {
    const found = await stat(join(root, candidate)).catch(() => null);
    if (found?.isFile() === true) return join(root, candidate);
  }
  return null;
}
