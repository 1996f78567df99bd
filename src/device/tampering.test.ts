import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installApp } from "./install.ts";
import { updateApps } from "./update.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { flipBitOf, type Tamper } from "../testing/static-server.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

// Someone between device and store alters files on the way.

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store);
});
afterEach(() => kit.close());

const withTail =
  (pattern: RegExp): Tamper =>
  (path, bytes) =>
    bytes === null || !pattern.test(path) ? bytes : Buffer.concat([bytes, Buffer.from("x")]);
const without =
  (pattern: RegExp): Tamper =>
  (path, bytes) =>
    pattern.test(path) ? null : bytes;
const cut =
  (pattern: RegExp): Tamper =>
  (path, bytes) =>
    bytes === null || !pattern.test(path) ? bytes : bytes.subarray(0, bytes.length >> 1);

const FILES = {
  timestamp: /^tuf\/timestamp\.json$/,
  snapshot: /^tuf\/\d+\.snapshot\.json$/,
  targets: /^tuf\/\d+\.targets\.json$/,
  bin: /^tuf\/\d+\.bin-.\.json$/,
  "app document": /^targets\/apps\//,
  package: /package\.mosis$/,
  "signature.sig": /signature\.sig$/,
} as const;

const attacks: readonly (readonly [
  file: keyof typeof FILES,
  how: string,
  attack: (pattern: RegExp) => Tamper,
  code: string,
])[] = [
  ["timestamp", "altered", flipBitOf, "malformed|signature-threshold"],
  ["snapshot", "altered", flipBitOf, "hash-mismatch"],
  ["targets", "altered", flipBitOf, "malformed|signature-threshold"],
  ["bin", "altered", flipBitOf, "malformed|signature-threshold"],
  ["app document", "altered", flipBitOf, "hash-mismatch"],
  ["package", "altered", flipBitOf, "hash-mismatch"],
  ["signature.sig", "altered", flipBitOf, "hash-mismatch"],
  ["timestamp", "lengthened", withTail, "malformed"],
  ["snapshot", "lengthened", withTail, "too-large"],
  ["app document", "lengthened", withTail, "too-large"],
  ["package", "lengthened", withTail, "too-large"],
  ["signature.sig", "lengthened", withTail, "too-large"],
  ["snapshot", "cut", cut, "hash-mismatch"],
  ["package", "cut", cut, "hash-mismatch"],
  ["timestamp", "withheld", without, "missing"],
  ["snapshot", "withheld", without, "missing"],
  ["targets", "withheld", without, "missing"],
  ["bin", "withheld", without, "missing"],
  ["app document", "withheld", without, "missing"],
  ["package", "withheld", without, "missing"],
  ["signature.sig", "withheld", without, "missing"],
];

const anyOf = (codes: string): RegExp => new RegExp(`^(?:${codes})$`);

describe("on the first installation", () => {
  test.for(attacks)("a %s that is %s leaves an empty device", async ([file, , attack, codes]) => {
    kit.server.tamper = attack(FILES[file]);
    const refusal = installApp(kit.device, kit.request());
    await expect(refusal).rejects.toThrow(
      expect.objectContaining({ name: "DeviceError", code: expect.stringMatching(anyOf(codes)) }),
    );
    expect((await readdir(kit.root)).filter((name) => !["lock", "device.json", "staging"].includes(name))).toEqual([]);
  });
});

describe("on an update", () => {
  test.for(attacks)("a %s that is %s leaves the app as it is, byte for byte", async ([file, , attack, codes]) => {
    await installApp(kit.device, kit.request());
    store.app().withVersion();
    store.trust.signTargets();
    store.publish();
    const appsOf = async () =>
      Object.fromEntries(
        Object.entries(await kit.fingerprint()).filter(([path]) => !/^trust\/[^/]+\/metadata\//.test(path)),
      );
    const before = await appsOf();
    kit.server.tamper = attack(FILES[file]);
    expect(await updateApps(kit.device, null)).toMatchObject([
      { kind: "failed", error: { code: expect.stringMatching(anyOf(codes)) } },
    ]);
    expect(await appsOf()).toEqual(before);
    // Nothing that was kept of the attack keeps the honest store out.
    kit.server.tamper = null;
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
  });
});

test("a failed check leaves the whole device byte for byte when the metadata was known before", async () => {
  await installApp(kit.device, kit.request());
  store.app().withVersion({ permissions: ["storage", "network"] });
  store.publish();
  kit.agrees = false;
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "held" }]);
  kit.agrees = true;
  const before = await kit.fingerprint();
  for (const file of ["timestamp", "app document", "package", "signature.sig"] as const) {
    kit.server.tamper = flipBitOf(FILES[file]);
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed" }]);
    expect(await kit.fingerprint()).toEqual(before);
  }
});
