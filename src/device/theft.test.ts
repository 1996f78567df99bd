import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installApp } from "./install.ts";
import { uninstallApp } from "./uninstall.ts";
import { updateApps } from "./update.ts";
import type { AppId } from "../core/ids/ids.ts";
import { ephemeralSigner } from "../node/key-file.ts";
import { anApp } from "../testing/app-kit.ts";
import { DeveloperKit } from "../testing/developer-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

// A thief holds every online key: bins, snapshot, timestamp, platform. He can publish what he likes, but he is not the developer.
// (The store of these tests publishes anything it is told to; review is not asked.)

const NOTES = "com.example.notes" as AppId;

let store: StoreKit;
let kit: DeviceKit;
let before: Readonly<Record<string, string>>;
beforeEach(async () => {
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store);
  await installApp(kit.device, kit.request());
  before = await appFiles();
});
afterEach(() => kit.close());

const appFiles = async () =>
  Object.fromEntries(Object.entries(await kit.fingerprint()).filter(([path]) => !path.includes("/metadata")));

/** The app as the thief publishes it: a second version under his control. */
function publishAs(developer: DeveloperKit, ...versions: Parameters<typeof anApp>[0][]): void {
  const [choice = { versions: [{}, { files: { "assets/scripts/evil.lua": "-- mine now" } }] }] = versions;
  store.withApp(anApp({ developer, ...choice })).publish();
}

async function expectRefusal(code: string): Promise<void> {
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code } }]);
  expect(await appFiles()).toEqual(before);
}

describe("whoever holds the online keys only cannot update an installed app", () => {
  test("as another developer", async () => {
    publishAs(new DeveloperKit("eve"));
    await expectRefusal("lineage");
  });

  test("as a developer of the same name with other keys", async () => {
    publishAs(new DeveloperKit("ada"));
    await expectRefusal("lineage");
  });

  test("by adding a package key to the first ones", async () => {
    const evil = ephemeralSigner();
    store.developer.addKey(evil);
    publishAs(store.developer, { versions: [{}, { signers: [evil] }] });
    await expectRefusal("lineage");
  });

  test("by adding an account key and rotating with it", async () => {
    const evil = ephemeralSigner();
    store.developer.addKey(evil, ["account"]);
    const added = store.developer.rotate({ signers: [evil] });
    publishAs(store.developer, { versions: [{}, { signers: [added] }] });
    await expectRefusal("lineage");
  });

  test("by a rotation that the developer did not sign", async () => {
    const added = store.developer.rotate({ signers: [ephemeralSigner()] });
    publishAs(store.developer, { versions: [{}, { signers: [added] }] });
    await expectRefusal("lineage");
  });

  test("with the developer's lineage but a package of his own", async () => {
    publishAs(store.developer, { versions: [{}, { signers: [ephemeralSigner()] }] });
    await expectRefusal("signature");
  });

  test("with a key that the developer bound to another app", async () => {
    const ci = store.developer.rotate({ use: ["package"], apps: ["com.example.other" as AppId] });
    publishAs(store.developer, { versions: [{}, { signers: [ci] }] });
    await expectRefusal("signature");
  });

  test("with a package of another app of the same developer", async () => {
    const other = anApp({ id: "com.example.other", versions: [{}, {}] });
    store.withApp(other).app().withVersion();
    store.publish();
    const [theirs] = store.documentOf("com.example.other").versions;
    store.forgeDocument(({ versions }) => {
      const { package: file, signature, content_digest } = theirs!;
      Object.assign(versions[0]!, { package: file, signature, content_digest });
    });
    await expectRefusal("package");
  });

  test("by announcing fewer permissions than the package has", async () => {
    store.app().withVersion({ permissions: ["storage", "camera"] });
    store.publish();
    store.forgeDocument(({ versions }) => Object.assign(versions[0]!, { permissions: ["storage"] }));
    await expectRefusal("package");
    expect(kit.asked).toEqual([]);
  });

  test("by announcing an old package as a new version", async () => {
    store.app().withVersion();
    store.publish();
    store.forgeDocument(({ versions }) =>
      Object.assign(versions[0]!, { ...versions[1], version_code: 2, version: "1.1.0" }),
    );
    await expectRefusal("package");
  });

  test("by announcing a document of any size", async () => {
    store.app().withVersion();
    store.publish();
    store.forgeDocument((document) => Object.assign(document, { padding: "x".repeat(2_000_000) }));
    await expectRefusal("too-large");
  });

  test("nor bring his app in when the old one was uninstalled", async () => {
    await uninstallApp(kit.device, { app: NOTES, data: false, forget: false });
    publishAs(new DeveloperKit("ada"));
    await expect(installApp(kit.device, kit.request())).rejects.toThrow(expect.objectContaining({ code: "lineage" }));
  });

  test("nor name other platform keys", async () => {
    store.app().withVersion();
    const mine = ephemeralSigner();
    store.trust.keys = { ...store.trust.keys, platform: mine };
    store.publish();
    await expectRefusal("signature");
  });
});

describe("who lost what the device knew of store or owner believes nobody else instead", () => {
  test.for<readonly [string, (url: string) => string]>([
    ["of the store", (key) => join("trust", key)],
    ["of the owner", (key) => join("trust", key, "pins")],
  ])("%s", async ([, path]) => {
    const { disk } = kit.device.ports;
    const [key = ""] = await disk.list(join(kit.root, "trust"));
    await disk.remove(join(kit.root, path(key)));
    before = await appFiles();
    publishAs(new DeveloperKit("ada"));
    await expectRefusal("state-broken");
  });
});

describe("the developer", () => {
  test("updates with a key that was rotated in", async () => {
    const added = store.developer.rotate();
    store.app().withVersion({ signers: [added] });
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update", plan: { to: { version: "1.1.0" } } }]);
    store.app().withVersion({ signers: [store.developer.rotate()] });
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update", plan: { to: { version: "1.2.0" } } }]);
  });

  test("cannot be impersonated with a key that was retired, from the next version on", async () => {
    const old = store.developer.signer;
    store.app().withVersion({ signers: [old] });
    store.developer.rotate({ replaces: old });
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update", plan: { to: { version: "1.1.0" } } }]);
    before = await appFiles();
    store.app().withVersion({ signers: [old] });
    store.publish();
    await expectRefusal("signature");
  });

  test("is not believed with a key that was compromised, whatever the version", async () => {
    const old = store.developer.signer;
    store.app().withVersion({ signers: [old] });
    store.publish();
    const { custom } = store.trust.targets.get(`apps/${NOTES}.json`)!;
    store.developer.rotate();
    store.developer.revoke(old, "compromised");
    store.publish();
    // An honest store withdraws what only such a key signed; a dishonest one goes on to list it.
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "none" }]);
    store.forgeDocument(({ versions }) => versions.map((each) => Object.assign(each, { status: "available" })), {
      custom,
    });
    await expectRefusal("signature");
  });
});

test("a new platform key takes an offline ceremony, and then signs at once", async () => {
  store.trust.rotate({ platform: ephemeralSigner() });
  store.app().withVersion();
  store.publish();
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
});
