import { expect, onTestFinished, test } from "vitest";

import { openRegistry } from "./compute-index.ts";
import { namePlatform } from "./name-platform.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { PublishKit } from "../../../testing/publish-kit.ts";
import { aStore } from "../../../testing/store-kit.ts";

test("names the platform's key beside the developer's, and nobody where no ceremony was held", async () => {
  const kit = await PublishKit.of(aStore().withApp(anApp()));
  onTestFinished(() => kit.end());
  const { signature } = kit.store.app().packages[0]!.facts;
  const { registry } = openRegistry(kit.files());
  const named = namePlatform(registry)(signature);
  expect(named.signed).toEqual(signature.signed);
  expect(new Set(named.signatures.map(({ keyid }) => keyid))).toEqual(
    new Set([kit.store.developer.signer.key.keyid, kit.keys.platform.key.keyid]),
  );
  expect(namePlatform({ trust: { roots: new Map(), targets: new Map() } })(signature)).toEqual(signature);
});
