import { deflateRawSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import type { Mirror } from "../publish/mirror.ts";
import type { VerifyPorts } from "./verify-store.ts";
import { nodeCrypto } from "../../crypto.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { toHex } from "../../../core/bytes.ts";
import { makeDelta } from "../../../core/delta/make-delta.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import { parseAtRest } from "../../../core/json/signed-document.ts";
import { readZip } from "../../../core/package/zip/zip-reader.ts";
import { readAuthority } from "../../../core/trust/authority.ts";
import { binName } from "../../../core/trust/bins.ts";
import { targetFile } from "../../../core/trust/metadata-paths.ts";
import { signIndex } from "../../../core/trust/writer.ts";
import type { PublishKit } from "../../../testing/publish-kit.ts";
import { flipBitOf } from "../../../testing/static-server.ts";
import { signAtRest } from "../../../testing/trust-kit.ts";
import { aVerifyScene, found, NOTES, pathLike, SHARED, verifyScene, WEATHER } from "../../../testing/verify-kit.ts";

describe("what nobody gives", () => {
  test("is found at its path when the store spoils a package whose source is gone, and nothing else is blamed", async () => {
    const scene = await aVerifyScene();
    const path = `packages/${NOTES}/2/package.mosis`;
    scene.server.tamper = flipBitOf(/notes\/2\/package\.mosis$/);
    const result = await verifyScene(scene, { fetchRemote: async () => "there is no such file" });
    expect(found(result)[0]).toBe(`different ${path}`);
    expect(result.differences.slice(1).every(({ because }) => because === path)).toBe(true);
    expect(result.missing).toMatchObject([{ reason: "there is no such file" }]);
  });

  test("is a version that is merged and of which neither store nor source has the bytes", async () => {
    const scene = await aVerifyScene();
    const { kit } = scene;
    kit.store.app(WEATHER).withVersion();
    kit.commit();
    const gone: VerifyPorts["fetchRemote"] = async () => "the server gives no such file";
    await kit.publish({ fetchRemote: gone });
    // Who knows the record knows that it is held.
    expect(found(await verifyScene(scene, { fetchRemote: gone }))).toEqual([]);
    expect(found(await verifyScene(scene, { fetchRemote: gone, forgets: true }))).toEqual([
      `missing packages/${WEATHER}/2/package.mosis`,
    ]);
    // Where the source has them, the store must have published the version.
    expect(found(await verifyScene(scene))).toEqual(
      expect.arrayContaining([
        `missing packages/${WEATHER}/2/package.mosis`,
        `missing packages/${WEATHER}/2/signature.sig`,
      ]),
    );
  });

  test("is found missing when the store has taken it away", async () => {
    const scene = await aVerifyScene();
    scene.server.tamper = (path, bytes) => (/notes\/1\/|icon-32/.test(path) ? null : bytes);
    const result = await verifyScene(scene);
    expect(found(result)).toEqual(
      expect.arrayContaining([
        `missing assets/${NOTES}/icon-32.png`,
        `missing assets/${WEATHER}/icon-32.png`,
        `missing packages/${NOTES}/1/package.mosis`,
        `missing packages/${NOTES}/1/signature.sig`,
      ]),
    );
  });

  test("a file that goes on and on is not read to its end", async () => {
    const scene = await aVerifyScene();
    scene.server.tamper = (path, bytes) => (path === "v1/store.json" ? new Uint8Array(1_000_000) : bytes);
    const { differences } = await verifyScene(scene);
    expect(differences).toMatchObject([{ path: "v1/store.json", kind: "different", actual: null }]);
  });
});

describe("an attack is found", () => {
  test("that withholds an update behind an older, valid state", async () => {
    const scene = await aVerifyScene();
    const { kit } = scene;
    const older = new Map<string, Uint8Array>();
    for (const { path } of await kit.target.list()) older.set(path, (await kit.target.read(path)) ?? new Uint8Array());
    kit.store.app().withVersion({ files: SHARED });
    kit.commit();
    await kit.publish();
    expect(found(await verifyScene(scene))).toEqual([]);
    scene.server.tamper = (path, bytes) => (path === "tuf/timestamp.json" ? (older.get(path) ?? null) : bytes);
    const result = await verifyScene(scene);
    const bin = expect.stringMatching(new RegExp(`^different tuf/1\\.bin-\\d\\.json apps/${NOTES}\\.json$`));
    expect(found(result)).toEqual([bin, "rollback tuf/timestamp.json"]);
    // A checkout that does not know what was published last sees it, too.
    expect(found(await verifyScene(scene, { forgets: true }))).toEqual([bin]);
    // All of the older state, against the newer commit.
    scene.server.tamper = (path) => older.get(path) ?? null;
    expect(found(await verifyScene(scene))).toEqual(
      expect.arrayContaining([
        "rollback tuf/timestamp.json",
        `missing packages/${NOTES}/3/package.mosis`,
        `missing packages/${NOTES}/3/signature.sig`,
        `different v1/apps.json because of packages/${NOTES}/3/signature.sig`,
      ]),
    );
  });

  test("by stolen online keys that list an app the registry lacks and hide the others", async () => {
    const scene = await aVerifyScene();
    const { kit } = scene;
    const authority = authorityOf(kit);
    const evil = new TextEncoder().encode("{}");
    const sha256 = toHex(nodeCrypto.sha256(evil)) as Sha256;
    const listedIn = async (app: string): Promise<string> => {
      for (const { path } of await kit.target.list()) {
        const text = path.startsWith("tuf/1.bin-") ? new TextDecoder().decode((await kit.target.read(path))!) : "";
        if (text.includes(`apps/${app}.json`)) return path.replace("/1.", "/2.");
      }
      throw new TypeError(`${app} is in no bin`);
    };
    const [notes, weather] = [await listedIn(NOTES), await listedIn(WEATHER)];
    const targets = new Map([["apps/com.evil.app.json", { length: evil.length, sha256 }]]);
    const previous = kit.record?.head ?? null;
    const signed = signIndex({ authority, targets, previous, signers: kit.keys, crypto: nodeCrypto, now: kit.now });
    for (const [path, bytes] of signed.files) await kit.target.put(path, bytes);
    await kit.target.put(targetFile("apps/com.evil.app.json", sha256), evil);
    const result = await verifyScene(scene, { list: async () => (await kit.target.list()).map(({ path }) => path) });
    expect(found(result).toSorted()).toEqual(
      [
        `missing ${notes} apps/${NOTES}.json`,
        `missing ${weather} apps/${WEATHER}.json`,
        `unexpected tuf/2.${binName("apps/com.evil.app.json", authority.bins, nodeCrypto.sha256)}.json apps/com.evil.app.json`,
        `unexpected ${targetFile("apps/com.evil.app.json", sha256)}`,
      ].toSorted(),
    );
  });

  test("by stolen keys that change what a bin, the snapshot and the next root say", async () => {
    const scene = await aVerifyScene();
    const { kit, server } = scene;
    const bin = await pathLike(kit, /^tuf\/1.bin-\d\.json$/);
    const forged = new Map<string, Uint8Array>();
    const forge = async (path: string, change: (body: string) => string, key: keyof PublishKit["keys"], as = path) => {
      const parsed = parseAtRest((await kit.target.read(path)) ?? new Uint8Array(), path);
      if (!parsed.ok) throw new TypeError(`${path} is no metadata`);
      const body = JSON.parse(change(JSON.stringify(parsed.document.signed))) as typeof parsed.document.signed;
      forged.set(as, signAtRest(body, [kit.keys[key]]));
    };
    server.tamper = (path, bytes) => forged.get(path) ?? bytes;

    for (const { path } of (await kit.target.list()).filter((file) => file.path.startsWith("tuf/1.bin-"))) {
      await forge(path, (body) => body.replaceAll('"rollout_bp":10000', '"rollout_bp":1'), "bins");
    }
    const forgedCustom = (await verifyScene(scene)).differences;
    expect(forgedCustom.map(({ entry }) => String(entry)).toSorted()).toEqual([
      `apps/${NOTES}.json`,
      `apps/${WEATHER}.json`,
    ]);
    expect(forgedCustom[0]).toMatchObject({ kind: "different", message: expect.stringContaining("other versions") });
    forged.clear();
    await forge(bin, (body) => body, "snapshot");
    expect(found(await verifyScene(scene))).toEqual([`signature-threshold ${bin}`]);
    forged.clear();
    forged.set("tuf/2.root.json", (await kit.target.read("tuf/1.root.json")) ?? new Uint8Array());
    expect(found(await verifyScene(scene))).toEqual(["unexpected tuf/2.root.json"]);
  });

  test("that freezes the store until its metadata expires", async () => {
    const scene = await aVerifyScene();
    scene.kit.passDays(15);
    expect(found(await verifyScene(scene))).toEqual(["expired tuf/1.snapshot.json", "expired tuf/timestamp.json"]);
  });

  test("that plants files beside the index", async () => {
    const scene = await aVerifyScene();
    const planted = ["packages/com.evil.app/1/package.mosis", "v1/apps/com.evil.app.json", "tuf/README", "targets/x"];
    const list = async () => [...planted, "stats/today.json", "tuf/9.bin-1.json", `deltas/${NOTES}/0-1.mosisdelta`];
    const result = await verifyScene(scene, { list });
    expect(found(result)).toEqual(planted.toSorted().map((path) => `unexpected ${path}`));
    expect(result.extra).toMatchObject({
      older: ["tuf/9.bin-1.json", `deltas/${NOTES}/0-1.mosisdelta`],
      outside: ["stats/today.json"],
    });
  });
});

describe("a delta that another zlib packed", () => {
  test("counts if it gives the right package", async () => {
    const scene = await aVerifyScene();
    await publishRepacked(scene.kit);
    const result = await verifyScene(scene);
    expect(found(result)).toEqual([]);
    expect(result.repacked).toEqual([`deltas/${NOTES}/1-2.mosisdelta`]);
  });

  test("counts no more once it was spoilt", async () => {
    const scene = await aVerifyScene();
    await publishRepacked(scene.kit);
    scene.server.tamper = flipBitOf(/^deltas\//);
    expect(found(await verifyScene(scene))).toContain(`different deltas/${NOTES}/1-2.mosisdelta`);
  });
});

/** Publishes with deltas that are packed at another level, as by another zlib. */
async function publishRepacked(kit: PublishKit): Promise<void> {
  const { blobs } = kit.mirror;
  const filesOf = async (sha256: string | undefined) => {
    const zip = readZip((await blobs.read(sha256 as Sha256)) ?? new Uint8Array(), nodePackagePorts);
    return zip.ok ? zip.entries : [];
  };
  const readDelta: Mirror["readDelta"] = async (key) => {
    const [from, to] = key.split("-");
    const target = { files: await filesOf(to), packedLength: 100_000 };
    const ports = { ...nodePackagePorts, deflate: (bytes: Uint8Array) => deflateRawSync(bytes, { level: 1 }) };
    const bytes = makeDelta(await filesOf(from), target, ports) ?? new Uint8Array();
    return { delta: { sha256: await blobs.write(bytes), length: bytes.length } };
  };
  for (const { path } of await kit.target.list()) if (path.startsWith("deltas/")) await kit.target.delete(path);
  await kit.publish({ mirror: { ...kit.mirror, readDelta } });
}

test("a store that does not answer is no difference", async () => {
  const scene = await aVerifyScene();
  await scene.server.close();
  await expect(verifyScene(scene)).rejects.toMatchObject({ name: "FetchError", code: "unreachable" });
});

function authorityOf(kit: PublishKit) {
  const roots = [kit.trust.get("trust/1.root.json") ?? new Uint8Array()];
  return readAuthority({ roots, targets: kit.trust.get("trust/1.targets.json") ?? new Uint8Array() }, nodeCrypto);
}
