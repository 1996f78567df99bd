import { expect, test } from "vitest";

import type { DeveloperBody, DeveloperKey } from "./documents.ts";
import { developerKey } from "./compose.ts";
import { ownerKeys } from "./owner-keys.ts";
import type { AppId } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aSigner } from "../../testing/builders.ts";

const { sha256 } = nodeCrypto;
const app = "com.example.notes" as AppId;
const other = "com.example.other" as AppId;
const key = developerKey(aSigner("ada").object, ["package", "account"], sha256);

test.for<[string, Partial<DeveloperKey>, AppId | null, boolean]>([
  ["with the use", {}, app, true],
  ["with the use, for no app", {}, null, true],
  ["without the use", { use: ["version", "event", "account"] }, app, false],
  ["bound to the app", { apps: [other, app] }, app, true],
  ["bound to another app", { apps: [other] }, app, false],
  ["bound to an app, for what is about none", { apps: [app] }, null, false],
  ["revoked", { revoked: { reason: "retired", from_seq: 2 } }, app, false],
  ["that lends the id of another", { keyid: aSigner("bob").key.keyid }, app, false],
])("a key %s", ([, change, about, may]) => {
  const developer = { keys: [{ ...key, ...change }] } as unknown as DeveloperBody;
  expect(ownerKeys(developer, "package", about, sha256)).toHaveLength(may ? 1 : 0);
});
