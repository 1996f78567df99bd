import { expect, test } from "vitest";

import { accountKeys } from "./account-keys.ts";
import { MemoryForge } from "../testing/memory-forge.ts";
import { REGISTRY_FOLDER } from "../../../src/core/registry/paths.ts";
import { nodeCrypto } from "../../../src/node/crypto.ts";
import { DeveloperKit } from "../../../src/testing/developer-kit.ts";

test("keys in charge are those of the registry, as of a minute ago at most", async () => {
  const ada = new DeveloperKit("ada", "test");
  const forge = new MemoryForge(new Map());
  const write = (): void => {
    for (const { path, bytes } of ada.files()) forge.files.set(path.slice(REGISTRY_FOLDER.length), bytes);
  };
  write();
  let time = Date.parse("2026-11-26T12:00:00Z");
  const keysOf = accountKeys(forge, nodeCrypto, () => new Date(time));
  const ids = async () => (await keysOf(ada.id))?.map(({ keyid }) => keyid);
  expect(await ids()).toEqual([ada.signer.key.keyid]);
  ada.revoke(ada.signer, "compromised");
  write();
  time += 60_000;
  expect(await ids()).toEqual([]);
  expect(await keysOf(new DeveloperKit("ida", "test").id)).toBeNull();
});
