import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createAdaptorServer } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import { githubForge } from "./github-forge.ts";
import { portalApi } from "../api.ts";
import { folderUploads } from "../node/folder-uploads.ts";
import { APP_ACCOUNT } from "../testing/memory-forge.ts";
import { documentsOf, PortalKit } from "../testing/portal-kit.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import { composeFile, versionBody } from "../../../src/core/registry/compose.ts";
import type { RegistryConfig } from "../../../src/core/registry/documents.ts";
import { nodePackagePorts } from "../../../src/node/package-ports.ts";
import { DeveloperKit } from "../../../src/testing/developer-kit.ts";
import { BASE } from "../../../src/testing/forge/fixture.ts";
import { aPackage } from "../../../src/testing/package-kit.ts";
import { PublisherKit } from "../../../src/testing/publisher-kit.ts";
import { ReviewKit } from "../../../src/testing/review-kit.ts";

const ID = "com.example.clock";
const { sha256 } = nodePackagePorts;
const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const app = {
  id: 77,
  slug: "mosis-portal",
  accountId: APP_ACCOUNT,
  publicKey: keys.publicKey,
  installation: 79,
  repository: { owner: BASE.owner, name: BASE.repo },
  permissions: { contents: "write", "pull-requests": "write", checks: "read" },
} as const;

// One registry for all; tests are in the order of what they leave behind.
let registry: PublisherKit;
let developer: DeveloperKit;
let portal: { readonly url: string; close(): void };
const folder = mkdtempSync(join(tmpdir(), "mosis-portal-"));

beforeAll(async () => {
  registry = await PublisherKit.of({ apps: [app], bots: [APP_ACCOUNT] });
  const server = createAdaptorServer({ fetch: (request) => served.fetch(request) });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = () => new Date();
  const uploads = folderUploads(folder, { url, secret: "s".repeat(32), crypto: nodePackagePorts, now });
  const forge = githubForge({ apiUrl: registry.forge.apiUrl, id: app.id, privateKey: keys.privateKey, registry: BASE });
  const { ports } = new PortalKit(() => ({ url, now, forge, uploads, store: null, more: [uploads.routes] }));
  const served = portalApi(ports);
  portal = { url, close: () => server.close() };
  const config = JSON.parse(
    new TextDecoder().decode((await forge.read("registry.json")) ?? new Uint8Array()),
  ) as RegistryConfig;
  developer = new DeveloperKit("ida", config.name);
});
afterAll(async () => {
  portal.close();
  await registry.end();
  rmSync(folder, { recursive: true });
});

async function send(method: string, path: string, body?: object | Uint8Array) {
  const isBytes = body instanceof Uint8Array;
  const response = await fetch(portal.url + path, {
    method,
    headers: {
      authorization: "Bearer owner",
      "content-type": isBytes ? "application/octet-stream" : "application/json",
    },
    ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text === "" ? {} : JSON.parse(text)) as JsonObject & { readonly number: number },
  };
}

test("a developer without an account of the forge is registered, by their own signature", async () => {
  const opened = await send("POST", "/signing-keys", { documents: documentsOf(developer.files()) });
  expect(opened).toMatchObject({ status: 202, body: { kind: "register" } });
  expect(await send("GET", `/submissions/${opened.body.number}`)).toMatchObject({
    body: { state: "submitted", checks: [] },
  });
  await registry.mustLand(opened.body);
  expect(await send("GET", `/submissions/${opened.body.number}`)).toMatchObject({
    body: { state: "landed", next: "nobody" },
  });
  expect(await send("GET", "/signing-keys?developer=ida")).toMatchObject({
    body: { keys: [{ keyid: developer.signer.key.keyid }] },
  });
});

test("review takes a first version that the portal carried, with the package that lies there", async () => {
  const built = aPackage({ id: ID, name: "Clock", version: "1.0.0", versionCode: 1 }, [developer.signer]);
  const { archive, manifest, facts } = built;
  expect(await send("POST", "/apps", { app_id: ID, developer: "ida" })).toMatchObject({ status: 201 });
  const uploaded = await send("POST", `/apps/${ID}/versions`, archive);
  const { url } = uploaded.body["package"] as { readonly url: string };
  const review = new ReviewKit(new PortalKit().store);
  const name = developer.registry;
  const by = [developer.signer];
  const body = versionBody({ registry: name, manifest, facts, url }, sha256);
  const files = [
    review.app(ID, developer, by, { registry: name }),
    review.listing(ID, by, { registry: name }),
    composeFile({ kind: "version", app: manifest.id, versionCode: manifest.version_code }, body, by, sha256),
  ];
  const documents = documentsOf(files);
  const before = registry.forge.requests.length;
  const opened = await send("POST", `/apps/${ID}/versions/1/submit`, { documents });
  expect(opened).toMatchObject({ status: 202, body: { kind: "new-app" } });
  expect(registry.forge.requests.length - before).toBeLessThanOrEqual(13);
  const pull = (await registry.pulls()).find(({ number }) => number === opened.body.number);
  expect(pull).toMatchObject({
    title: "Add Clock 1.0.0",
    user: { id: APP_ACCOUNT },
    head: { ref: expect.stringMatching(/^mosis\/com\.example\.clock\/new-app-1-/) },
  });
  // Whatever was begun before, there is one pull request for it.
  expect(await send("POST", `/apps/${ID}/versions/1/submit`, { documents })).toMatchObject({
    body: { number: opened.body.number },
  });
  await registry.mustLand(opened.body);
  expect(await send("GET", `/apps/${ID}`)).toMatchObject({ body: { status: "registered", developer: "ida" } });
  expect(await send("POST", `/apps/${ID}/versions/1/publish`, {})).toMatchObject({
    status: 200,
    body: { status: "landed" },
  });
});

test("a large package goes to an address that takes these bytes and no others", async () => {
  const { archive, facts } = aPackage({ id: ID, name: "Clock", version: "1.1.0", versionCode: 2 }, [developer.signer]);
  const { sha256: digest, length } = facts.package;
  const announced = await send("POST", `/apps/${ID}/versions`, {
    version_code: 2,
    version: "1.1.0",
    sha256: digest,
    length,
  });
  const { url, headers } = announced.body["upload"] as unknown as {
    readonly url: string;
    readonly headers: Record<string, string>;
  };
  const put = async (body: Uint8Array, to = url) =>
    (await fetch(to, { method: "PUT", headers, body: new Uint8Array(body) })).status;
  expect(await put(archive.slice(1))).toBe(422);
  expect(await put(archive, url.replace(/length=\d+/, "length=1"))).toBe(401);
  expect(await put(archive)).toBe(204);
  expect(await send("GET", `/apps/${ID}/versions/2`)).toMatchObject({ body: { status: "awaiting_upload" } });
  const served = await fetch((announced.body["package"] as { readonly url: string }).url);
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(archive);
});

test("a draft that is thrown away takes its pull request with it", async () => {
  const other = "com.example.gone-again";
  const { archive, manifest, facts } = aPackage({ id: other, name: "Gone", version: "1.0.0", versionCode: 1 }, [
    developer.signer,
  ]);
  await send("POST", "/apps", { app_id: other, developer: "ida" });
  const uploaded = await send("POST", `/apps/${other}/versions`, archive);
  const { url } = uploaded.body["package"] as { readonly url: string };
  const name = developer.registry;
  const by = [developer.signer];
  const review = new ReviewKit(new PortalKit().store);
  const body = versionBody({ registry: name, manifest, facts, url }, sha256);
  const opened = await send("POST", `/apps/${other}/versions/1/submit`, {
    documents: documentsOf([
      review.app(other, developer, by, { registry: name }),
      review.listing(other, by, { registry: name }),
      composeFile({ kind: "version", app: manifest.id, versionCode: manifest.version_code }, body, by, sha256),
    ]),
  });
  const etag =
    (await fetch(`${portal.url}/apps/${other}`, { headers: { authorization: "Bearer owner" } })).headers.get("etag") ??
    "";
  const removed = await fetch(`${portal.url}/apps/${other}`, {
    method: "DELETE",
    headers: { authorization: "Bearer owner", "if-match": etag },
  });
  expect(removed.status).toBe(204);
  expect(await registry.openPulls()).not.toContain(opened.body.number);
});
