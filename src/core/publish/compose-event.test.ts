import { expect, test } from "vitest";

import { nextEvent } from "./compose-event.ts";
import { toHex } from "../bytes.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const { sha256 } = nodeCrypto;
const app = { registry: "test", app_id: "com.example.notes" as AppId };
const code = 3 as VersionCode;

test("events follow one upon the other by number and digest", () => {
  const first = nextEvent(app, null, { action: "yank", versionCode: code, reason: "It crashes." }, sha256)!;
  expect(first).toMatchObject({ n: 1, previous: null, action: "yank", version_code: 3, reason: "It crashes." });
  const second = nextEvent(app, first, { action: "unyank", versionCode: code }, sha256);
  expect(second).toMatchObject({ n: 2, previous: toHex(sha256(canonicalize(first))), action: "unyank" });
  expect(Object.keys(second!)).not.toContain("reason");
});

test("what was said last is not said again, but anything else is", () => {
  const first = nextEvent(app, null, { action: "rollout", versionCode: code, rollout_bp: 1000 }, sha256)!;
  expect(nextEvent(app, first, { action: "rollout", versionCode: code, rollout_bp: 1000 }, sha256)).toBeNull();
  expect(nextEvent(app, first, { action: "rollout", versionCode: code, rollout_bp: 2000 }, sha256)).not.toBeNull();
  expect(
    nextEvent(app, first, { action: "rollout", versionCode: 4 as VersionCode, rollout_bp: 1000 }, sha256),
  ).not.toBeNull();
});
