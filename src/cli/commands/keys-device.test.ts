import { join } from "node:path";

import { expect, test } from "vitest";

import { anApp } from "../../testing/app-kit.ts";
import { KeysKit } from "../../testing/cli/keys-kit.ts";
import { jsonOf } from "../../testing/cli/run-in-memory.ts";
import { aStore } from "../../testing/store-kit.ts";

// A developer whose keys `mosis keys` changes, a store that is made of what it wrote, and a device that knew the first key only.

const NOTES = "com.example.notes";
const GRACE = ["--developer", "grace", "--out", "."];

test("a device follows the keys that mosis keys adds, and no longer those that it revokes", async () => {
  const { kit, publish, device, forge, grace, app } = await aPhone();
  const first = kit.signer(grace);
  expect(await device("install", NOTES, "--store", "./published")).toMatchObject({ installed: { version_code: 1 } });

  const second = await kit.newKey();
  expect(await kit.run("rotate", ...GRACE, "--key", grace, "--new-key", second)).toMatchObject({ ok: true });
  kit.merge();
  app.withVersion({ signers: [kit.signer(second)] });
  await publish();
  expect(await device("update")).toMatchObject({ apps: [{ action: "update", plan: { to: { version_code: 2 } } }] });

  const third = await kit.newKey();
  const replacing = ["--key", second, "--new-key", third, "--replaces", second];
  expect(await kit.run("rotate", ...GRACE, ...replacing)).toMatchObject({ ok: true });
  kit.merge();
  app.withVersion({ signers: [kit.signer(third)] });
  await publish();
  expect(await device("update")).toMatchObject({ apps: [{ action: "update", plan: { to: { version_code: 3 } } }] });
  app.withVersion({ signers: [kit.signer(second)] });
  await publish();
  expect(await device("update")).toMatchObject({ apps: [{ action: "failed", error: { code: "app-signature" } }] });

  app.event("yank", 4, { reason: "Signed by a retired key." }).withVersion({ signers: [first] });
  const stolen = ["--revoke", grace, "--reason", "compromised", "--key", third];
  expect(await kit.run("revoke", ...GRACE, ...stolen)).toMatchObject({ ok: true });
  kit.merge();
  await publish();
  // An honest store withdraws what only a stolen key signed; a dishonest one goes on to list it.
  expect(await device("update")).toMatchObject({ apps: [{ action: "none" }] });
  await forge();
  expect(await device("update")).toMatchObject({ apps: [{ action: "failed", error: { code: "app-signature" } }] });

  app.withVersion({ signers: [kit.signer(third)] });
  await publish();
  expect(await device("update")).toMatchObject({ apps: [{ action: "update", plan: { to: { version_code: 6 } } }] });
});

/** A store with grace's first version, in a folder beside her checkout, and a device. */
async function aPhone() {
  const kit = new KeysKit();
  const grace = await kit.registered();
  const app = anApp({ developer: kit.developer(kit.signer(grace)) });
  const store = aStore().withApp(app);
  // The command line goes by the real clock.
  store.trust.now = new Date();
  const folder = join(kit.home, "published");
  const publish = async (): Promise<void> => store.publish().writeTo(folder);
  await publish();
  return {
    kit,
    grace,
    app,
    publish,
    /** Lists the newest version again as if nothing were wrong with it. */
    forge: async (): Promise<void> => {
      store.forgeDocument(({ versions }) => Object.assign(versions[0]!, { status: "available" }), { custom: {} });
      await store.writeTo(folder);
    },
    device: async (...argv: readonly string[]) =>
      jsonOf(await kit.cli(["device", ...argv, "--json"], { cwd: kit.home })),
  };
}
