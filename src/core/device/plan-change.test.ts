import { describe, expect, test } from "vitest";
import { parseOfferedApp } from "./offered-app.ts";
import { type ChangeInput, planChange } from "./plan-change.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { type AppKit, anApp } from "../../testing/app-kit.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { NOTHING_STATED } from "../../testing/lineage-kit.ts";
import { aStore } from "../../testing/store-kit.ts";
import { documentOf } from "../../testing/index-kit.ts";

const NOTES = "com.example.notes" as AppId;
const installed = { version: "1.0.0", version_code: 1 as VersionCode, permissions: ["storage"] };

function decide(app: AppKit, change: Partial<ChangeInput> = {}) {
  const [index] = aStore().withApp(app).index().apps;
  const offered = parseOfferedApp(canonicalize(documentOf(index!)), NOTES, "document.json");
  const device = { mosisVersion: "1.0.0", track: "stable", bucket: 0 } as const;
  return planChange({ offered, installed: null, pin: null, stated: NOTHING_STATED, device, ...change }, nodeCrypto);
}

function planned(app: AppKit, change: Partial<ChangeInput> = {}) {
  const decision = decide(app, change);
  if (decision.kind !== "change") throw new Error(decision.kind);
  return decision.plan;
}

test("plans an installation as a plain value that can be printed", () => {
  const plan = planned(anApp({ versions: [{ permissions: ["storage", "camera"] }] }));
  expect(plan).toMatchObject({
    kind: "install",
    app_id: NOTES,
    from: null,
    to: { version: "1.0.0" },
    permissions: { added: ["camera", "storage"], removed: [] },
    consent: ["camera"],
    pin: { developer: "ada" },
  });
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test("plans an update and what it asks for in addition", () => {
  const developer = new DeveloperKit();
  const app = anApp({ developer, versions: [{}, { permissions: ["network"] }] });
  const { pin } = planned(anApp({ developer }));
  expect(planned(app, { installed, pin })).toMatchObject({
    kind: "update",
    from: { version: "1.0.0", version_code: 1 },
    to: { version: "1.1.0" },
    permissions: { added: ["network"], removed: ["storage"] },
    consent: ["network"],
  });
});

describe("refuses a lineage that does not extend the pin", () => {
  const { pin } = planned(anApp({ developer: new DeveloperKit() }));

  test("for an update", () => {
    const stolen = anApp({ developer: new DeveloperKit(), versions: [{}, {}] });
    expect(decide(stolen, { installed, pin })).toMatchObject({ kind: "refused", problem: "history" });
  });

  test("for an app that comes back after it was removed", () => {
    expect(decide(anApp({ developer: new DeveloperKit() }), { pin })).toMatchObject({
      kind: "refused",
      problem: "history",
    });
  });
});

test("has nothing to say of a lineage where there is nothing to install", () => {
  const { pin } = planned(anApp({ developer: new DeveloperKit() }));
  expect(decide(anApp({ developer: new DeveloperKit() }), { installed, pin })).toMatchObject({
    kind: "none",
    reason: "up-to-date",
  });
});

test("takes the newest version of the store as the last one that a retired key may have signed", () => {
  const developer = new DeveloperKit();
  const old = developer.signer;
  const app = anApp({ developer, versions: [{ signers: [old] }, { signers: [old], track: "beta" }] });
  developer.rotate({ replaces: old });
  expect(planned(app).pin.revoked).toEqual([{ keyid: old.key.keyid, reason: "retired", last_version_code: 2 }]);
});
