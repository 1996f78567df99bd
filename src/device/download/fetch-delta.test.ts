import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installApp } from "../install.ts";
import { listDevice } from "../list.ts";
import { updateApps } from "../update.ts";
import { toHex } from "../../core/bytes.ts";
import type { AppId } from "../../core/ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../../testing/device-kit.ts";
import { flipBitOf, type Tamper } from "../../testing/static-server.ts";
import { flipping } from "../../testing/vectors/vectors-kit.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;
const DELTA = /\.mosisdelta$/;
/** A file that compresses to no less than 40,000 bytes. */
const BOOK = Array.from({ length: 1250 }, (_, line) => toHex(nodeCrypto.sha256(Buffer.from([line & 255, line >> 8]))));
const withBook = { files: { "assets/book.txt": BOOK.join("\n"), "assets/main.lua": "print(1)\n" } };

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore({ deltas: true })
    .withApp(anApp({ versions: [withBook] }))
    .publish();
  kit = await aDevice(store);
  await installApp(kit.device, kit.request());
  store.app().withVersion({ files: { ...withBook.files, "assets/main.lua": "print(2)\n" } });
  store.publish();
  kit.server.requests.length = 0;
});
afterEach(() => kit.close());

const packageFile = (path: string): string => join(kit.root, "apps", NOTES, "package", path);
const asked = (): readonly string[] =>
  kit.server.requests.flatMap(({ path }) => (/^(?:packages|deltas)\//.test(path) ? [path] : []));
const bytesLoaded = (): number => kit.server.requests.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
const update = async () => (await updateApps(kit.device, null))[0]!;
/** What is in the package on the device, by path. */
const packageOf = async (each: DeviceKit): Promise<readonly (readonly [string, string])[]> =>
  Object.entries(await each.fingerprint()).filter(([path]) => path.startsWith(`apps/${NOTES}/package/`));
const replacedAt =
  (place: RegExp, bytes: Uint8Array | null): Tamper =>
  (path, original) =>
    place.test(path) ? bytes : original;
const replaced = (bytes: Uint8Array | null): Tamper => replacedAt(DELTA, bytes);

/** The same version on a device that never saw an older one. */
async function freshPackage(): Promise<readonly (readonly [string, string])[]> {
  const fresh = await aDevice(store);
  await installApp(fresh.device, fresh.request());
  const files = await packageOf(fresh);
  await fresh.close();
  return files;
}

test("an update by delta loads the delta instead of the package and installs the same files", async () => {
  const whole = store.app().packages[1]!.archive.length;
  expect(await update()).toMatchObject({ kind: "update", transfer: { by: "delta" } });
  expect(asked()).toEqual([`deltas/${NOTES}/1-2.mosisdelta`]);
  const delta = store.files.get(`deltas/${NOTES}/1-2.mosisdelta`)!.length;
  expect(delta).toBeLessThan(0.005 * whole);
  // Metadata and app document included.
  expect(bytesLoaded()).toBeLessThan(0.3 * whole);
  expect(await packageOf(kit)).toEqual(await freshPackage());
});

test("an update over several versions takes one delta", async () => {
  store.app().withVersion({ files: { ...withBook.files, "assets/main.lua": "print(3)\n" } });
  store.publish();
  expect(await update()).toMatchObject({ transfer: { by: "delta" }, plan: { to: { version_code: 3 } } });
  expect(asked().at(-1)).toBe(`deltas/${NOTES}/1-3.mosisdelta`);
});

test("a first installation takes the package", async () => {
  const fresh = await aDevice(store);
  await installApp(fresh.device, fresh.request());
  expect(fresh.server.requests.filter(({ path }) => DELTA.test(path))).toEqual([]);
  await fresh.close();
});

describe("the whole package is loaded, and it is said why,", () => {
  test.for<readonly [string, () => Tamper, RegExp]>([
    ["that is altered on the way", () => flipBitOf(DELTA), /SHA-256/],
    ["that is withheld", () => replaced(null), /does not have it/],
    ["that is cut", () => replaced(new Uint8Array(10)), /10 bytes/],
    ["that is longer than announced", () => replaced(new Uint8Array(100_000)), /more than/],
  ])("for a delta %s", async ([, tamper, why]) => {
    kit.server.tamper = tamper();
    const transfer = { by: "package", delta_problem: expect.stringMatching(why) };
    expect(await update()).toMatchObject({ kind: "update", transfer });
    expect(asked().at(-1)).toBe(`packages/${NOTES}/2/package.mosis`);
    expect(await packageOf(kit)).toEqual(await freshPackage());
  });

  test("where a file of the installed package was altered", async () => {
    await writeFile(packageFile("assets/book.txt"), "scribbles");
    const transfer = { by: "package", delta_problem: expect.stringContaining("book.txt") };
    expect(await update()).toMatchObject({ kind: "update", transfer });
    expect(await packageOf(kit)).toEqual(await freshPackage());
  });

  test("where the store announces a delta that gives another package", async () => {
    const wrong = store.files.get(`deltas/${NOTES}/1-2.mosisdelta`)!;
    store.app().withVersion(withBook);
    // The store itself is at fault: what it signs announces the wrong delta.
    store.forgeDelta = () => wrong;
    store.publish();
    const transfer = { by: "package", delta_problem: expect.stringContaining("content digest") };
    expect(await update()).toMatchObject({ kind: "update", transfer });
    expect(await packageOf(kit)).toEqual(await freshPackage());
  });
});

test("no delta is asked for where none starts at the installed content", async () => {
  const [only] = (await listDevice(kit.device)).apps;
  const record = join(kit.root, "apps", NOTES, "app.json");
  await writeFile(record, JSON.stringify({ ...only, content_digest: "0".repeat(64) }));
  expect(await update()).toMatchObject({ kind: "update", transfer: { by: "package" } });
  expect(asked().filter((path) => DELTA.test(path))).toEqual([]);
});

test("an update by delta does without the signature that is served, which the app document completes", async () => {
  kit.server.tamper = replacedAt(/signature\.sig$/, null);
  expect(await update()).toMatchObject({ kind: "update", transfer: { by: "delta" } });
  expect(await packageOf(kit)).toEqual(await freshPackage());
});

test("a platform that signs wrongly is refused by delta as by package", async () => {
  const { keys } = store.trust;
  store.trust.keys = { ...keys, platform: { ...keys.platform, sign: flipping(keys.platform).sign } };
  store.publish();
  expect(await update()).toMatchObject({ kind: "failed", error: { code: "signature" } });
  expect(asked()).toContain(`deltas/${NOTES}/1-2.mosisdelta`);
  expect((await listDevice(kit.device)).apps[0]).toMatchObject({ version: "1.0.0" });
});
