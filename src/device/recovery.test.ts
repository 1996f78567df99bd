import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { installApp } from "./install.ts";
import { uninstallApp } from "./uninstall.ts";
import { updateApps } from "./update.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { JsonObject } from "../core/json/value.ts";
import { RECOVERIES_FIELD, type RecoveryStatement } from "../core/trust/recoveries.ts";
import { ephemeralSigner, type KeySigner } from "../node/key-file.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";
import { addDays, formatTime } from "../core/trust/time.ts";

const NOTES = "com.example.notes" as AppId;
const DELAY_DAYS = 7;

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

const inDays = (days: number): string => formatTime(addDays(store.trust.now, days));

/** Ada lost her key: a new one, and a version that it signed. */
function recover(): RecoveryStatement {
  store.app().withVersion({ signers: [store.developer.recover()] });
  return store.developer.statement({ not_before: inDays(DELAY_DAYS) });
}

async function expectRefusal(code: string): Promise<void> {
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code } }]);
  expect(await appFiles()).toEqual(before);
}

const expectUpdate = async (version: string) =>
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update", plan: { to: { version } } }]);

describe("a developer who lost every account key", () => {
  test("reaches an installed device when the time that the offline keys state has come", async () => {
    const statement = recover();
    store.trust.state(statement);
    store.publish();
    store.trust.passDays(DELAY_DAYS);
    store.publish();
    await expectUpdate("1.1.0");
    store.app().withVersion({ signers: [store.developer.rotate()] });
    store.publish();
    await expectUpdate("1.2.0");
  });

  test("does not reach it before, and the app stays", async () => {
    const statement = recover();
    store.trust.state(statement);
    store.publish();
    const [step] = await updateApps(kit.device, null);
    expect(step).toMatchObject({ kind: "failed", error: { code: "recovery-early" } });
    expect(step?.kind === "failed" && step.error.message).toContain(statement.not_before);
    expect(await appFiles()).toEqual(before);
    await uninstallApp(kit.device, { app: NOTES, data: true, forget: true });
    await expect(installApp(kit.device, kit.request())).rejects.toMatchObject({ code: "recovery-early" });
  });

  test("reaches a device that was away for years and many ceremonies", async () => {
    store.trust.state(recover());
    for (let year = 0; year < 3; year += 1) {
      store.trust.passDays(360);
      store.trust.rotate({ bins: ephemeralSigner(), offline: [0, 1, 2].map(ephemeralSigner) });
      store.publish();
    }
    await expectUpdate("1.1.0");
  });

  test("keeps what a device got of them, although the statement is gone", async () => {
    store.trust.state(recover());
    store.trust.passDays(DELAY_DAYS);
    store.publish();
    await expectUpdate("1.1.0");
    store.trust.recoveries = [];
    store.trust.signTargets();
    store.app().withVersion();
    store.publish();
    await expectUpdate("1.2.0");
  });

  test("signs nothing with the lost key from then on", async () => {
    const lost = store.developer.signer;
    store.trust.state(recover());
    store.trust.passDays(DELAY_DAYS);
    store.publish();
    await expectUpdate("1.1.0");
    before = await appFiles();
    store.app().withVersion({ signers: [lost] });
    store.publish();
    await expectRefusal("signature");
  });
});

// The thief holds every online key: bins, snapshot, timestamp, platform. The store of these tests publishes anything.
describe("whoever holds the online keys only cannot state a recovery", () => {
  /** What the thief publishes: his key in a rotation of Ada's, and a version that it signed. */
  function takeOver(): RecoveryStatement {
    const statement = recover();
    store.publish();
    return { ...statement, not_before: inDays(-1) };
  }

  const own = (): readonly KeySigner[] => {
    const { bins, snapshot, timestamp, platform } = store.trust.keys;
    return [bins, snapshot, timestamp, platform];
  };
  const field = (statement: RecoveryStatement): JsonObject => ({ [RECOVERIES_FIELD]: [statement] });
  const newest = (pattern: RegExp): readonly string[] =>
    [...store.files.keys()].filter((path) => pattern.test(path)).toSorted();

  test("by claiming it", async () => {
    takeOver();
    await expectRefusal("lineage");
  });

  test("in the timestamp", async () => {
    store.trust.forge("tuf/timestamp.json", field(takeOver()), own());
    await expectRefusal("lineage");
  });

  test("in every bin", async () => {
    const statement = takeOver();
    for (const bin of newest(/^tuf\/\d+\.bin-/)) store.trust.forge(bin, field(statement), own());
    await expectRefusal("lineage");
  });

  test("in a bin's targets and the app's own entry", async () => {
    const statement = takeOver();
    const path = `apps/${NOTES}.json`;
    const entry = store.trust.targets.get(path)!;
    store.trust.targets.set(path, { ...entry, custom: { ...entry.custom, ...field(statement) } });
    store.trust.publish();
    await expectRefusal("lineage");
  });

  test("in the app document or its lineage", async () => {
    const statement = takeOver();
    const path = `apps/${NOTES}.json`;
    const entry = store.trust.targets.get(path)!;
    const document = JSON.parse(
      new TextDecoder().decode(store.files.get(`targets/apps/${entry.sha256}.${NOTES}.json`)),
    ) as { lineage: JsonObject };
    const forged = { ...document, ...field(statement), lineage: { ...document.lineage, ...field(statement) } };
    store.trust.put(path, new TextEncoder().encode(JSON.stringify(forged)), entry.custom);
    store.trust.publish();
    await expectRefusal("lineage");
  });

  test.for([1, 2])("in targets of version %i that his keys signed", async (version) => {
    const statement = takeOver();
    if (version === 2) {
      store.trust.signTargets();
      store.trust.publish();
    }
    store.trust.forge(`tuf/${version}.targets.json`, field(statement), own());
    // Version 1 is what the device has verified already, so it does not even ask for the forged one.
    await expectRefusal(version === 1 ? "lineage" : "signature-threshold");
  });

  test("in targets that one offline key signed, too", async () => {
    const statement = takeOver();
    store.trust.signTargets();
    store.trust.publish();
    store.trust.forge("tuf/2.targets.json", field(statement), [...own(), ...store.trust.keys.offline.slice(0, 1)]);
    await expectRefusal("signature-threshold");
  });

  test("with a statement for the owner's own new key", async () => {
    const { developer } = store;
    developer.recover();
    store.trust.state(developer.statement({ not_before: inDays(-1) }));
    // The thief has another key take the place of the one that is stated.
    developer.rotations.pop();
    developer.keys.pop();
    takeOver();
    await expectRefusal("lineage");
  });

  test("nor hurry one that is stated", async () => {
    store.trust.state({ ...takeOver(), not_before: inDays(DELAY_DAYS) });
    store.publish();
    await expectRefusal("recovery-early");
  });

  test("nor bring back one that was withdrawn", async () => {
    const statement = takeOver();
    store.trust.state({ ...statement, not_before: inDays(DELAY_DAYS) });
    store.publish();
    await expectRefusal("recovery-early");
    store.trust.recoveries = [];
    store.trust.signTargets();
    store.publish();
    store.trust.passDays(DELAY_DAYS);
    store.publish();
    await expectRefusal("lineage");
    // Back to the targets file with the statement, in a newer snapshot of his own.
    const [snapshot = ""] = newest(/^tuf\/\d+\.snapshot\.json$/).slice(-1);
    const { document } = await store.trust.refreshed().then(({ snapshot: verified }) => verified!);
    const meta = { ...(document.signed["meta"] as JsonObject), "targets.json": { version: 2 } };
    const next = Number(/\d+/.exec(snapshot)?.[0]) + 1;
    store.trust.forge(snapshot, { meta, version: next }, own());
    store.trust.files.set(`tuf/${next}.snapshot.json`, store.trust.file(snapshot));
    store.trust.forge("tuf/timestamp.json", { version: 99, meta: { "snapshot.json": { version: next } } }, own());
    await expectRefusal("rollback");
  });
});
