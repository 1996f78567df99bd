import { expect, test } from "vitest";

import { APP, aScene, OTHER, type Scene } from "./scene.ts";
import { installApp } from "../../device/install.ts";
import { updateApps } from "../../device/update.ts";
import { ephemeralSigner } from "../../node/key-file.ts";

// What the offline keys decide while a device is away.

const scene = () => aScene((kit, proxy) => installApp(kit.device, kit.request(APP, { store: proxy.url })));

async function expectUpdate(given: Scene): Promise<void> {
  try {
    expect(await updateApps(given.kit.device, null)).toMatchObject([{ kind: "update" }]);
    const other = await installApp(given.kit.device, given.kit.request(OTHER, { store: given.proxy.url }));
    expect(other).toMatchObject({ kind: "installed" });
  } finally {
    await given.close();
  }
}

test.for([5, 1, 8])("a device of a store of 16 bins finds its apps when there are 2 to the power %i", async (bits) => {
  const given = await scene();
  given.trust.signTargets(bits);
  given.store.publish();
  await expectUpdate(given);
});

test.for(["timestamp", "snapshot", "bins", "platform"] as const)("a device follows a new %s key", async (role) => {
  const given = await scene();
  given.trust.rotate({ [role]: ephemeralSigner() });
  given.store.publish();
  await expectUpdate(given);
});

test("a device follows new offline keys, more bins and new online keys in three ceremonies at once", async () => {
  const given = await scene();
  given.trust.rotate({ offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()] });
  given.trust.signTargets(6);
  given.trust.rotate({ timestamp: ephemeralSigner(), snapshot: ephemeralSigner(), bins: ephemeralSigner() });
  given.trust.rotate({ platform: ephemeralSigner() });
  given.store.publish();
  await expectUpdate(given);
});

test("a package countersigned by a key that no ceremony named is refused", async () => {
  const given = await scene();
  given.trust.keys = { ...given.trust.keys, platform: ephemeralSigner() };
  given.store.publish();
  const result = await updateApps(given.kit.device, null);
  await given.close();
  expect(result).toMatchObject([{ kind: "failed", error: { code: "signature" } }]);
});
