import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { beforeEach, describe, expect, test } from "vitest";

import type { FetchRemote } from "../fetch-remote.ts";
import { ingest } from "./ingest.ts";
import { type Mirror, openMirror } from "./mirror.ts";
import { mirrorDeltas } from "./mirror-deltas.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { applyDelta } from "../../../core/delta/apply-delta.ts";
import { hasErrors } from "../../../core/findings/finding.ts";
import { deltaKey, type DeltasByPair } from "../../../core/index/app-document.ts";
import { contentDigest } from "../../../core/package/package-document.ts";
import { readZip } from "../../../core/package/zip/zip-reader.ts";
import { anApp, type AppKit, type VersionChoice } from "../../../testing/app-kit.ts";
import { temporaryFolder } from "../../../testing/cli/temporary-folder.ts";
import { aStore } from "../../../testing/store-kit.ts";

let folder: string;
let mirror: Mirror;
beforeEach(async () => {
  folder = temporaryFolder();
  mirror = await openMirror(folder);
});

/** Bytes that do not compress. */
const picture = (seed: number): Uint8Array =>
  Buffer.concat(Array.from({ length: 200 }, (_, index) => nodePackagePorts.sha256(Buffer.from([seed, index]))));
const withPicture: VersionChoice = { files: { "assets/picture.bin": picture(1) } };

async function deltasOf(app: AppKit, into = mirror): Promise<DeltasByPair> {
  const registry = aStore().withApp(app).registry();
  const fetchRemote: FetchRemote = async ({ sha256 }) => {
    const found = app.packages.find(({ facts }) => facts.package.sha256 === sha256);
    return found?.archive ?? "there is no such file";
  };
  const { deltas } = await ingest(registry, { mirror: into, fetchRemote });
  return deltas;
}

/** The key of the delta between two versions by their codes. */
function keyOf({ packages }: AppKit, from: number, to: number): string {
  const [older, newer] = [from, to].map((code) => packages[code - 1]!.facts.package.sha256);
  return deltaKey(older!, newer!);
}

describe("the deltas of a mirror", () => {
  test("lead from older versions to the newest one", async () => {
    const app = anApp({ versions: [withPicture, withPicture, withPicture] });
    const deltas = await deltasOf(app);
    expect([...deltas.keys()]).toEqual([keyOf(app, 2, 3), keyOf(app, 1, 3)]);
    const blob = deltas.get(keyOf(app, 1, 3))!;
    const bytes = (await mirror.blobs.read(blob.sha256))!;
    expect(bytes.length).toBe(blob.length);
    const older = readZip(app.packages[0]!.archive, nodePackagePorts);
    const digest = contentDigest(app.packages[2]!.facts.signature.signed, nodePackagePorts.sha256);
    const { opened, findings } = applyDelta(older.ok ? older.entries : [], bytes, digest, nodePackagePorts);
    expect(hasErrors(findings)).toBe(false);
    expect(opened?.manifest.version_code).toBe(3);
  });

  test("are the same bytes when they are made again from nothing", async () => {
    const app = anApp({ versions: [withPicture, withPicture] });
    expect(await deltasOf(app, await openMirror(temporaryFolder()))).toEqual(await deltasOf(app));
  });

  test("are made once, and again only when their bytes are lost", async () => {
    const app = anApp({ versions: [withPicture, withPicture] });
    const deltas = await deltasOf(app);
    const registry = aStore().withApp(app).registry();
    const facts = new Map(app.packages.map((each) => [each.facts.package.sha256, each.facts]));
    const blind: Mirror = { ...mirror, blobs: { ...mirror.blobs, read: () => Promise.reject(new Error("opened")) } };
    expect(await mirrorDeltas(registry, facts, blind)).toEqual(deltas);
    for (const { sha256 } of deltas.values()) await rm(join(folder, "blobs", sha256.slice(0, 2), sha256));
    await expect(mirrorDeltas(registry, facts, blind)).rejects.toThrow("opened");
    expect(await mirrorDeltas(registry, facts, mirror)).toEqual(deltas);
  });

  test("are missing where they would be hardly smaller than the package, which is found out once", async () => {
    const app = anApp({ versions: [1, 2].map((seed) => ({ files: { "assets/picture.bin": picture(seed) } })) });
    expect(await deltasOf(app)).toEqual(new Map());
    expect(await mirror.readDelta(keyOf(app, 1, 2))).toEqual({ delta: null });
    expect(await readdir(join(folder, "deltas-2"))).toHaveLength(1);
  });
});
