import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { LocalServer } from "./local-server.ts";
import { serveFolder } from "./serve-folder.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

const FILES = {
  "index.html": "<p>start</p>",
  "docs/index.html": "<p>docs</p>",
  "a file.txt": "spaces",
  "tuf/timestamp.json": "{}",
  "tuf/1.root.json": "{}",
  "targets/apps/x.json": "{}",
  "packages/com.example.notes/1/package.mosis": "zip",
  "packages/com.example.notes/1/signature.sig": "{}",
  "assets/com.example.notes/icon-32.png": "png",
  "v1/apps.json": "{}",
};

let server: LocalServer;
let root: string;

beforeEach(async () => {
  const folder = temporaryFolder();
  root = join(folder, "public");
  await writeFile(join(folder, "secret.txt"), "TOP SECRET");
  for (const [path, text] of Object.entries(FILES)) await put(path, text);
  server = await serveFolder(root, { port: 0 });
});
afterEach(() => server.close());

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, ".."), { recursive: true });
  await writeFile(join(root, path), text);
}

/** A request as bytes: no client cleans its path. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (part) => (answer += part.toString("latin1")));
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
    socket.write(request);
  });
}

describe("a file", () => {
  test("is given with its type, length and a tag", async () => {
    const response = await fetch(`${server.url}/v1/apps.json`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("{}");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": "2",
      "x-content-type-options": "nosniff",
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
  });

  test("of an unknown kind is bytes", async () => {
    await put("x.unknown", "?");
    expect((await fetch(`${server.url}/x.unknown`)).headers.get("content-type")).toBe("application/octet-stream");
  });

  test("may have a name that has to be escaped", async () => {
    expect(await (await fetch(`${server.url}/a%20file.txt`)).text()).toBe("spaces");
  });

  test.each(["/", "/index.html", "/?query=1"])("at %s is the start page", async (path) => {
    expect(await (await fetch(server.url + path)).text()).toBe("<p>start</p>");
  });

  test.each(["/docs", "/docs/", "/docs/index.html"])("at %s is the index of the folder", async (path) => {
    expect(await (await fetch(server.url + path)).text()).toBe("<p>docs</p>");
  });

  test("is not sent for HEAD, but what is said of it is", async () => {
    const response = await fetch(`${server.url}/index.html`, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe("12");
    expect(await response.text()).toBe("");
  });

  test("is not sent again to whom has it, until it changes", async () => {
    const url = `${server.url}/tuf/timestamp.json`;
    const etag = (await fetch(url)).headers.get("etag") ?? "";
    const again = await fetch(url, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    await put("tuf/timestamp.json", "[]");
    const changed = await fetch(url, { headers: { "if-none-match": etag } });
    expect([changed.status, await changed.text()]).toEqual([200, "[]"]);
  });
});

test.each([
  ["/tuf/1.root.json", "public, max-age=300"],
  ["/tuf/timestamp.json", "public, max-age=60, must-revalidate"],
  ["/targets/apps/x.json", "public, max-age=31536000, immutable"],
  ["/packages/com.example.notes/1/package.mosis", "public, max-age=31536000, immutable"],
  ["/packages/com.example.notes/1/signature.sig", "public, max-age=300"],
  ["/assets/com.example.notes/icon-32.png", "public, max-age=300"],
  ["/v1/apps.json", "public, max-age=300"],
  ["/docs/", "public, max-age=0, must-revalidate"],
  ["/nothing", "no-store"],
])("%s may be kept as its rule says", async (path, rule) => {
  await put("404.html", "<p>none</p>");
  expect((await fetch(server.url + path)).headers.get("cache-control")).toBe(rule);
});

describe("a file that is not there", () => {
  test.each(["/none", "/none/", "/docs/none.html", "/v1"])("answers 404: %s", async (path) => {
    const response = await fetch(server.url + path);
    expect([response.status, await response.text()]).toEqual([404, "There is no such file.\n"]);
  });

  test("shows the store's own page for that, with a 404 all the same", async () => {
    await put("404.html", "<p>none</p>");
    const response = await fetch(`${server.url}/none`);
    expect([response.status, await response.text()]).toEqual([404, "<p>none</p>"]);
    const tagged = await fetch(`${server.url}/none`, {
      headers: { "if-none-match": response.headers.get("etag") ?? "" },
    });
    expect(tagged.status).toBe(404);
  });
});

test.each([
  "/../secret.txt",
  "/docs/../../secret.txt",
  "/%2e%2e/secret.txt",
  "/%2e%2e%2fsecret.txt",
  "/..%2fsecret.txt",
  "/docs/..%2f..%2fsecret.txt",
  "/..%5csecret.txt",
  "/..\\secret.txt",
  "//secret.txt",
  "/secret.txt%00.html",
  "/index.html%00",
  "/%ff",
  "/%zz",
  "/%",
  "http://127.0.0.1/../secret.txt",
  "/etc/passwd",
  "//etc/passwd",
  "/%2fetc%2fpasswd",
])("nothing outside the folder is at %s", async (path) => {
  const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
  expect(answer).not.toContain("TOP SECRET");
  expect(answer).not.toContain("root:");
});

test.each(["POST", "PUT", "DELETE", "PATCH"])("%s is not allowed", async (method) => {
  const response = await fetch(`${server.url}/index.html`, { method });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("a port that is taken is an error that says so", async () => {
  const port = Number(new URL(server.url).port);
  await expect(serveFolder(root, { port })).rejects.toMatchObject({ code: "EADDRINUSE", port });
});
