import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { nodeCrypto } from "../../crypto.ts";
import { toHex } from "../../../core/bytes.ts";
import { flipBitOf, type StaticServer } from "../../../testing/static-server.ts";
import {
  aVerifyScene,
  found,
  NOTES,
  pathLike,
  SHARED,
  type VerifyScene,
  verifyScene,
  WEATHER,
} from "../../../testing/verify-kit.ts";

describe("a store that is what its registry makes it", () => {
  test("verifies, without the platform's key and without the sources", async () => {
    const scene = await aVerifyScene();
    scene.kit.requests.length = 0;
    const result = await verifyScene(scene);
    expect(found(result)).toEqual([]);
    expect(result).toMatchObject({
      name: "test",
      commit: scene.kit.main,
      root: 1,
      targets: 1,
      apps: 2,
      bins: 4,
      timestamp: { version: 1 },
      snapshot: { version: 1 },
      missing: [],
      repacked: [],
      unserved: [],
      extra: null,
    });
    expect(scene.kit.requests).toEqual([]);
    expect(await pathLike(scene.kit, /^deltas\//)).toBe(`deltas/${NOTES}/1-2.mosisdelta`);
    // Each file is asked for once.
    const paths = scene.server.requests.map(({ path }) => path);
    expect(paths.toSorted()).toEqual([...new Set(paths)].toSorted());
    expect(paths).toEqual(expect.arrayContaining((await scene.kit.target.list()).map(({ path }) => path)));
  });

  test("verifies with what waited for review, where the record of publishing tells it", async () => {
    const scene = await aVerifyScene();
    const queue = { as_of: "2026-11-01T12:00:00Z", submissions: [] };
    await scene.kit.publish({ queue: { read: () => Promise.resolve(queue) } });
    const list = async () => (await scene.kit.target.list()).map(({ path }) => path);
    expect(found(await verifyScene(scene, { list }))).toEqual([]);
    scene.server.tamper = flipBitOf(/^v1\/(?:review|status)\.json$/);
    expect(found(await verifyScene(scene, { list }))).toEqual(["different v1/review.json", "different v1/status.json"]);
    expect(found(await verifyScene(scene, { list, forgets: true }))).toEqual([]);
  });

  test("verifies with packages from the addresses in the registry", async () => {
    const scene = await aVerifyScene();
    scene.kit.requests.length = 0;
    expect(found(await verifyScene(scene, { first: "source" }))).toEqual([]);
    expect(scene.kit.requests).toHaveLength(3);
  });

  test("verifies after two more publications, a yank and a withdrawal, what is left of earlier states included", async () => {
    const scene = await aVerifyScene();
    const { kit } = scene;
    kit.store.app().withVersion({ files: SHARED }).event("yank", 1, { reason: "It crashes." });
    kit.commit();
    kit.passDays(10);
    await kit.publish();
    kit.store.app(WEATHER).withVersion({ permissions: ["storage", "camera"] });
    kit.commit({ [`tombstones/${NOTES}.json`]: `{"app_id": "${NOTES}", "reason": "The developer asked for it."}` });
    await kit.publish({ buildSite: async () => new Map([["index.html", new Uint8Array(3)]]) });
    const list = async () => (await kit.target.list()).map(({ path }) => path);
    const result = await verifyScene(scene, { list });
    expect(found(result)).toEqual([]);
    expect(result.extra?.outside).toEqual(["index.html"]);
    expect(result.extra?.older).toContain(`packages/${NOTES}/1/package.mosis`);
    expect(result.extra?.older).toContain("tuf/1.snapshot.json");
  });

  test("may leave _headers to the host that obeys it, but not in a folder", async () => {
    const scene = await aVerifyScene();
    scene.server.tamper = (path, bytes) => (path === "_headers" ? null : bytes);
    const result = await verifyScene(scene);
    expect(found(result)).toEqual([]);
    expect(result.unserved).toEqual(["_headers"]);
    expect(found(await verifyScene(scene, { list: async () => [] }))).toEqual(["missing _headers"]);
  });
});

describe("one changed bit is found in", () => {
  const ends: (() => Promise<void>)[] = [];
  let scene: VerifyScene;
  beforeAll(async () => {
    scene = await aVerifyScene((end) => ends.push(end));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test.each([
    ["an app document", /^targets\/apps\/[0-9a-f]+\.com\.example\.notes\.json$/, "different"],
    ["a package", /^packages\/com\.example\.notes\/1\/package\.mosis$/, "different"],
    ["an icon", /^assets\/com\.example\.weather\/icon-64\.png$/, "different"],
    ["the API", /^v1\/apps\.json$/, "different"],
    ["a schema", /^schema\/v1\/manifest\.schema\.json$/, "different"],
    ["the headers", /^_headers$/, "different"],
    ["a delta", /^deltas\/com\.example\.notes\/1-2\.mosisdelta$/, "different"],
    ["the platform's keys", /^targets\/[0-9a-f]+\.platform-keys\.json$/, "different"],
    ["the root", /^tuf\/1\.root\.json$/, "different"],
    ["the offline targets", /^tuf\/1\.targets\.json$/, "different"],
  ])("%s", async (_name, pattern, kind) => {
    const path = await pathLike(scene.kit, pattern);
    scene.server.tamper = flipBitOf(pattern);
    const result = await verifyScene(scene);
    expect(found(result)).toEqual([`${kind} ${path}`]);
    const [difference] = result.differences;
    const bytes = (await scene.kit.target.read(path)) ?? new Uint8Array();
    expect(difference?.expected).toEqual({ sha256: toHex(nodeCrypto.sha256(bytes)), length: bytes.length });
    expect(difference?.actual).toMatchObject({ length: bytes.length });
    expect(difference?.actual?.sha256).not.toBe(difference?.expected?.sha256);
  });

  test.each([
    ["a bin", /^tuf\/1\.bin-2\.json$/],
    ["the snapshot", /^tuf\/1\.snapshot\.json$/],
    ["the timestamp", /^tuf\/timestamp\.json$/],
  ])("%s", async (_name, pattern) => {
    scene.server.tamper = flipBitOf(pattern);
    const result = await verifyScene(scene);
    expect(result.differences).toEqual([expect.objectContaining({ path: await pathLike(scene.kit, pattern) })]);
    expect(["malformed", "hash-mismatch", "signature-threshold"]).toContain(result.differences[0]?.kind);
  });

  test("the developer's signature beside a package", async () => {
    const path = `packages/${NOTES}/2/signature.sig`;
    scene.server.tamper = edit(path, (text) => text.replace('"app_id"', '"app_iD"'));
    expect(found(await verifyScene(scene))).toEqual([`different ${path}`]);
  });

  test("the platform's signature beside a package, with all that cannot be computed without it", async () => {
    const path = `packages/${NOTES}/2/signature.sig`;
    const keyid = scene.kit.keys.platform.key.keyid;
    scene.server.tamper = edit(path, (text) =>
      text.replace(
        new RegExp(`(${keyid}","sig":")(.)`),
        (_all, start: string, digit: string) => start + (digit === "0" ? "1" : "0"),
      ),
    );
    const result = await verifyScene(scene);
    expect(found(result)[0]).toBe(`signature ${path}`);
    expect(result.differences.slice(1).every(({ because }) => because === path)).toBe(true);
    expect(found(result).join("\n")).not.toContain("weather");
  });
});

/** Changes the text of one file. */
function edit(path: string, change: (text: string) => string): StaticServer["tamper"] {
  return (asked, bytes) => {
    if (asked !== path || bytes === null) return bytes;
    const before = new TextDecoder().decode(bytes);
    const after = change(before);
    if (after === before) throw new TypeError(`nothing of ${path} changed`);
    return new TextEncoder().encode(after);
  };
}
