import type { RequestListener } from "node:http";

import { describe, expect, test } from "vitest";

import { fetchProofs } from "./fetch-named.ts";
import { fetchProof } from "./fetch-proof.ts";
import { limits } from "../../core/limits.ts";
import { composeFile, developerBody } from "../../core/registry/compose.ts";
import type { Change } from "../../core/registry/submission.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { anHttpServer } from "../../testing/http-server.ts";
import { aStore } from "../../testing/store-kit.ts";
import { nodeCrypto } from "../crypto.ts";

const served = async (listener: RequestListener): Promise<Uint8Array | string> =>
  fetchProof()(await anHttpServer(listener));

describe("the proof of a domain", () => {
  test("is loaded whatever its type", async () => {
    expect(await served((_, response) => response.end("{}"))).toEqual(new TextEncoder().encode("{}"));
  });

  test("may have just so many bytes", async () => {
    const { bytes } = limits.domainProof;
    expect(await served((_, response) => response.end("x".repeat(bytes)))).toHaveLength(bytes);
    expect(await served((_, response) => response.end("x".repeat(bytes + 1)))).toBe(`it has more than ${bytes} bytes`);
  });

  test("is nowhere else than at its address", async () => {
    const asked: string[] = [];
    const found = await served((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(301, { location: "/elsewhere" }).end();
    });
    expect(found).toBe("the server redirects, and redirects are not followed");
    expect(asked).toEqual(["/"]);
  });

  test.for([404, 500, 204])("is not there when the server answers %i", async (status) => {
    expect(await served((_, response) => response.writeHead(status).end())).toBe(`the server answered ${status}`);
  });

  test("is not there when the connection breaks, or never comes about", async () => {
    expect(await served((_, response) => response.destroy())).toMatch("it cannot be had: ");
    const cut = await served((_, response) => {
      response.writeHead(200, { "content-length": 9 }).write("half");
      setImmediate(() => response.destroy());
    });
    expect(cut).toMatch("it cannot be had: ");
    expect(await fetchProof()("http://127.0.0.1:1/x")).toMatch("it cannot be had: ");
  });

  test("is not asked for inside of our own networks", async () => {
    const inside = fetchProof((host, _, done) => done(new Error(`${host} has no public address`), []));
    expect(await inside("https://inner.example/x")).toBe("it cannot be had: inner.example has no public address");
  });
});

describe("the proofs that a submission needs", () => {
  const store = aStore();
  const { config, developers } = store.registry();
  const registering = (id: string, domains: readonly string[]): Change => {
    const kit = new DeveloperKit(id, store.name);
    const own = { registry: store.name, id: kit.id, seq: 1, name: id, keys: kit.keys };
    const body = developerBody({ ...own, members: [{ github_id: 1, role: "owner" }], domains });
    const { path, bytes } = composeFile(
      { kind: "developer", developer: kit.id },
      body,
      [kit.signer],
      nodeCrypto.sha256,
    );
    return { path, before: null, after: bytes };
  };
  const askedFor = async (...changes: readonly Change[]): Promise<readonly string[]> => [
    ...(await fetchProofs(changes, { config, developers }, async () => "not now")).keys(),
  ];

  test("are those of the domains it adds", async () => {
    expect(await askedFor(registering("grace", ["grace.example", "Not.one", "grace.test"]))).toEqual([
      "https://grace.example/.well-known/mosis-developer.json",
      "https://grace.test/.well-known/mosis-developer.json",
    ]);
  });

  test("are none when it is no submission, whatever it names", async () => {
    expect(await askedFor(registering("grace", ["a.example"]), registering("hopper", ["b.example"]))).toEqual([]);
  });
});
