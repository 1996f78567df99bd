import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { toHex } from "../core/bytes.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { anApp } from "../testing/app-kit.ts";
import { jsonOf, runInMemory } from "../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";
import { newerChoice, newerPackage, newerSigners, olderChoice, unpacked } from "../testing/archives/delta-pair.ts";
import { DeveloperKit } from "../testing/developer-kit.ts";
import { serveStatic, type StaticServer } from "../testing/static-server.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";
import { bytesOf, readVectors } from "../testing/vectors/vectors.ts";
import type { DeltaVector } from "../testing/vectors/vectors-deltas.ts";
import { developer } from "../testing/vectors/vectors-kit.ts";

// The vectors of deltas through `mosis device update`: a store publishes their two versions and announces each delta as its own.

const NOTES = "com.example.notes";
const DELTA = `deltas/${NOTES}/1-2.mosisdelta`;

let store: StoreKit;
let server: StaticServer;
/** A device with the older version. */
let home: string;
beforeAll(async () => {
  const ada = new DeveloperKit("ada", "test");
  ada.addKey(developer);
  ada.signer = developer;
  store = aStore({ deltas: true }).withApp(anApp({ id: NOTES, versions: [olderChoice], developer: ada }));
  // The command line goes by the real clock.
  store.trust.now = new Date();
  store.publish();
  server = await serveStatic((path) => store.files.get(path) ?? null);
  home = mkdtempSync(join(tmpdir(), "mosis-vectors-"));
  await device(home, "install", NOTES, "--store", server.url);
  store.app().withVersion({ ...newerChoice, signers: newerSigners });
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

const device = (at: string, ...args: readonly string[]) =>
  runInMemory(["device", ...args], { cwd: at, env: { MOSIS_HOME: at } });

function packageFolder(at: string): string {
  return join(at, "device", "apps", NOTES, "package");
}

/** SHA-256 of the files of the installed package by path. */
function installed(at: string): Readonly<Record<string, string>> {
  const root = packageFolder(at);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return hashes(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { path: path.slice(root.length + 1).replaceAll("\\", "/"), data: readFileSync(path) };
    }),
  );
}

function hashes(files: readonly { readonly path: string; readonly data: Uint8Array }[]) {
  return Object.fromEntries(files.map(({ path, data }) => [path, toHex(nodeCrypto.sha256(data))]));
}

/** The device with the files of a vector in the place of those it installed. */
function deviceWith(archive: Uint8Array): string {
  const at = temporaryFolder();
  cpSync(home, at, { recursive: true });
  rmSync(packageFolder(at), { recursive: true });
  for (const { path, data } of unpacked(archive)) {
    mkdirSync(dirname(join(packageFolder(at), path)), { recursive: true });
    writeFileSync(join(packageFolder(at), path), data);
  }
  return at;
}

const vectors = readVectors("deltas/deltas.json");
const outcomes = Map.groupBy(vectors, ({ expected }) => ("rules" in expected ? expected.rules.join() : "files"));
/** What comes of a delta, and of each rule the first one that breaks it. */
const sample = new Set([...outcomes].flatMap(([outcome, all]) => (outcome === "files" ? all : all.slice(0, 1))));

test.for([...sample])("$name", (vector) => update(vector));

test.for(vectors.filter((vector) => !sample.has(vector)))("$name", { tags: ["deep"] }, (vector) => update(vector));

async function update({ input, expected }: DeltaVector): Promise<void> {
  const delta = bytesOf(input.delta);
  store.forgeDelta = () => delta;
  store.publish();
  expect(store.files.get(DELTA)).toEqual(delta);
  const at = deviceWith(bytesOf(input.older));
  const run = await device(at, "update", "--json");
  const whole = newerPackage.archive.length;
  const transfer =
    "files" in expected
      ? { by: "delta", bytes: delta.length }
      : { by: "package", bytes: whole, delta_problem: expect.any(String), delta_rule: expected.rules[0] };
  expect(jsonOf(run)).toMatchObject({ ok: true, apps: [{ action: "update", transfer }] });
  expect(installed(at)).toEqual("files" in expected ? expected.files : hashes(unpacked(newerPackage.archive)));
}
