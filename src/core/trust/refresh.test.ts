import { describe, expect, test } from "vitest";

import { findTarget } from "./find-target.ts";
import { refresh, type RefreshResult } from "./refresh.ts";
import { stateOf, type Trust } from "./trust.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { TrustKit } from "../../testing/trust-kit.ts";
import { toHex } from "../bytes.ts";

const NOTES = "apps/com.example.notes.json";
const bytes = (text: string) => new TextEncoder().encode(text);

function publishedKit(): TrustKit {
  const kit = new TrustKit();
  kit.put(NOTES, bytes("notes 1"));
  kit.publish();
  return kit;
}

async function refreshed(kit: TrustKit, from: Trust = kit.trust()): Promise<Trust> {
  const result = await refresh(from, kit.ports(), kit.now);
  expect(result).toMatchObject({ status: "updated" });
  return result.trust;
}

/** Publishes version 2 of the app and returns what a device that knows version 1 makes of the tree after an attack. */
async function attacked(
  attack: (kit: TrustKit, before: ReadonlyMap<string, Uint8Array>) => void,
): Promise<RefreshResult> {
  const kit = publishedKit();
  const trust = await refreshed(kit);
  const before = new Map(kit.files);
  kit.put(NOTES, bytes("notes 2"));
  kit.publish();
  attack(kit, before);
  const result = await refresh(trust, kit.ports(), kit.now);
  if (result.status === "failed") expect(stateOf(result.trust)).toEqual(stateOf(trust));
  return result;
}

const failure = (code: string, file: string) => ({ status: "failed", error: { code, file } });

describe("a refresh", () => {
  test("takes a new device from its pinned root to the index", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    expect(kit.requests.map(({ path }) => path)).toEqual([
      "tuf/2.root.json",
      "tuf/timestamp.json",
      "tuf/1.snapshot.json",
      "tuf/1.targets.json",
    ]);
    expect(trust).toMatchObject({ timestamp: { version: 1 }, snapshot: { version: 1 }, targets: { version: 1 } });
  });

  test("with nothing new makes two requests and reads at most 500 bytes", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    kit.requests.length = 0;
    const result = await refresh(trust, kit.ports(), kit.now);
    expect(result).toEqual({ status: "unchanged", trust });
    expect(result.trust).toBe(trust);
    expect(kit.requests).toEqual([
      { path: "tuf/2.root.json", bytes: null },
      { path: "tuf/timestamp.json", bytes: kit.files.get("tuf/timestamp.json")!.length },
    ]);
    expect(kit.files.get("tuf/timestamp.json")!.length).toBeLessThanOrEqual(500);
  });

  test("reads at most 500 bytes after many years of timestamps, too", () => {
    const kit = publishedKit();
    kit.head = { ...kit.head!, timestamp: { version: 99_999_999 } };
    kit.head = { ...kit.head, snapshot: { ...kit.head.snapshot, version: 999_999, length: 999_999 } };
    kit.publish();
    expect(kit.files.get("tuf/timestamp.json")!.length).toBeLessThanOrEqual(500);
  });

  test("loads no snapshot when only the timestamp was signed again", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    kit.passDays(1);
    kit.publish();
    kit.requests.length = 0;
    expect((await refreshed(kit, trust)).timestamp).toMatchObject({ version: 2 });
    expect(kit.requests).toHaveLength(2);
  });

  test("keeps bins that are still current and drops the others", async () => {
    const kit = publishedKit();
    let trust = await refreshed(kit);
    const others = ["apps/com.example.a.json", "apps/com.example.b.json", "apps/com.example.c.json"];
    for (const path of [NOTES, ...others]) ({ trust } = await findTarget(trust, path, kit.ports(), kit.now));
    const { trust: withNotes } = await findTarget(trust, NOTES, kit.ports(), kit.now);
    kit.put(NOTES, bytes("notes 2"));
    const { changedBins } = kit.publish();
    const after = await refreshed(kit, withNotes);
    expect([...after.bins.keys()]).toEqual([...trust.bins.keys()].filter((name) => !changedBins.includes(name)));
    expect(after.bins.size).toBe(trust.bins.size - 1);
  });

  test("passes an error of this program on", async () => {
    const kit = publishedKit();
    const now = {
      getTime: () => {
        throw new RangeError("bug");
      },
    } as unknown as Date;
    await expect(refresh(kit.trust(), kit.ports(), now)).rejects.toThrow("bug");
  });
});

describe("a refresh fails and keeps what it had", () => {
  test("when the store does not answer", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    const cause = new TypeError("fetch failed");
    const result = await refresh(trust, { ...kit.ports(), fetch: () => Promise.reject(cause) }, kit.now);
    expect(result).toMatchObject({ ...failure("unreachable", "tuf/2.root.json"), error: { cause } });
    expect(result.trust).toBe(trust);
  });

  test("when the timestamp goes back", async () => {
    const kit = publishedKit();
    const old = kit.files.get("tuf/timestamp.json")!;
    kit.publish();
    const trust = await refreshed(kit);
    kit.files.set("tuf/timestamp.json", old);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("rollback", "tuf/timestamp.json"));
  });

  test("when a newer timestamp names an older snapshot", async () => {
    const kit = publishedKit();
    const first = kit.head!.snapshot;
    kit.put(NOTES, bytes("notes 2"));
    kit.publish();
    const trust = await refreshed(kit);
    const { version, length, sha256 } = first;
    const meta = { "snapshot.json": { version, length, hashes: { sha256 } } };
    kit.forge("tuf/timestamp.json", { version: 3, meta }, [kit.keys.timestamp]);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("rollback", "tuf/timestamp.json"));
  });

  test("when a newer snapshot takes a bin back or forgets it", async () => {
    for (const change of [{ "bin-0.json": { version: 1 } }, {}]) {
      const kit = publishedKit();
      kit.head = { ...kit.head!, versions: { ...kit.head!.versions, "bin-0.json": 6 }, bins: {} };
      kit.publish();
      const trust = await refreshed(kit);
      const meta = { "targets.json": { version: 1 }, ...change };
      const file = "tuf/3.snapshot.json";
      kit.files.set(file, kit.files.get("tuf/2.snapshot.json")!);
      kit.forge(file, { version: 3, meta }, [kit.keys.snapshot]);
      signTimestampOf(kit, file, 3);
      expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("rollback", file));
    }
  });

  test("when the snapshot is another than the timestamp names", async () => {
    const file = "tuf/2.snapshot.json";
    expect(await attacked((kit, before) => kit.files.set(file, before.get("tuf/1.snapshot.json")!))).toMatchObject(
      failure("hash-mismatch", file),
    );
    const renumbered = await attacked((kit) => {
      kit.forge(file, { version: 7 }, [kit.keys.snapshot]);
      signTimestampOf(kit, file, 3, 2);
    });
    expect(renumbered).toMatchObject(failure("mix-and-match", file));
  });

  test("when the targets file is another than the snapshot names", async () => {
    const result = await attacked((kit) => {
      kit.signTargets();
      kit.publish();
      kit.files.set("tuf/2.targets.json", kit.files.get("tuf/1.targets.json")!);
    });
    expect(result).toMatchObject(failure("rollback", "tuf/2.targets.json"));
  });

  test.each(["tuf/timestamp.json", "tuf/2.snapshot.json"])("when strangers signed %s", async (file) => {
    const result = await attacked((kit) => {
      kit.forge(file, { "x-evil": true }, [ephemeralSigner(), kit.keys.bins]);
      if (file !== "tuf/timestamp.json") signTimestampOf(kit, file, 3, 2);
    });
    expect(result).toMatchObject(failure("signature-threshold", file));
  });

  test("when only one offline key signed new targets", async () => {
    const result = await attacked((kit) => {
      kit.signTargets();
      kit.publish();
      kit.forge("tuf/2.targets.json", { targets: {} }, kit.keys.offline.slice(0, 1));
    });
    expect(result).toMatchObject(failure("signature-threshold", "tuf/2.targets.json"));
  });

  test("when one key's signature is repeated to reach a threshold", async () => {
    const result = await attacked((kit) => {
      kit.signTargets();
      kit.publish();
      kit.forge("tuf/2.targets.json", { targets: {} }, kit.keys.offline.slice(0, 1));
      const text = new TextDecoder().decode(kit.files.get("tuf/2.targets.json"));
      kit.files.set(
        "tuf/2.targets.json",
        bytes(text.replace(/\[(\{"keyid":"[0-9a-f]{64}","sig":"[0-9a-f]{128}"\})\]/, "[$1,$1]")),
      );
    });
    expect(result).toMatchObject(failure("malformed", "tuf/2.targets.json"));
  });

  test("when a byte of a signed file changes", async () => {
    const result = await attacked((kit) => {
      const text = new TextDecoder().decode(kit.files.get("tuf/timestamp.json"));
      kit.files.set("tuf/timestamp.json", bytes(text.replace('"version":2}}', '"version":9}}')));
    });
    expect(result).toMatchObject(failure("signature-threshold", "tuf/timestamp.json"));
  });

  test("when one role's file stands in for another's", async () => {
    const result = await attacked((kit) => {
      kit.files.set("tuf/timestamp.json", kit.files.get("tuf/2.snapshot.json")!);
    });
    expect(result).toMatchObject(failure("wrong-type", "tuf/timestamp.json"));
  });

  test.each(["tuf/2.root.json", "tuf/timestamp.json"])("when a portal answers %s with a page", async (file) => {
    const result = await attacked((kit) => kit.files.set(file, bytes("<!doctype html><title>Please log in</title>")));
    expect(result).toMatchObject(failure("malformed", file));
  });

  test.each(["tuf/timestamp.json", "tuf/2.snapshot.json"])("when %s is gone", async (file) => {
    expect(await attacked((kit) => kit.files.delete(file))).toMatchObject(failure("missing", file));
  });

  test("when a file is endless", async () => {
    const result = await attacked((kit) => kit.files.set("tuf/timestamp.json", new Uint8Array(16_385)));
    expect(result).toMatchObject(failure("too-large", "tuf/timestamp.json"));
    const grown = await attacked((kit) => {
      const file = "tuf/2.snapshot.json";
      kit.files.set(file, new Uint8Array([...kit.files.get(file)!, 10]));
    });
    expect(grown).toMatchObject(failure("too-large", "tuf/2.snapshot.json"));
  });

  test("when a port reads more than it may", async () => {
    const kit = publishedKit();
    const fetch = () => Promise.resolve(new Uint8Array(600_000));
    expect(await refresh(kit.trust(), { ...kit.ports(), fetch }, kit.now)).toMatchObject(
      failure("too-large", "tuf/2.root.json"),
    );
  });

  test("when the timestamp announces a snapshot beyond all limits", async () => {
    const result = await attacked((kit) => {
      const meta = { "snapshot.json": { version: 2, length: 2 ** 40 } };
      kit.forge("tuf/timestamp.json", { meta }, [kit.keys.timestamp]);
    });
    expect(result).toMatchObject(failure("too-large", "tuf/2.snapshot.json"));
  });
});

describe("a frozen store", () => {
  test.each([
    [14, "tuf/timestamp.json", "timestamp"],
    [365, "tuf/1.root.json", "root"],
  ])("is noticed after %i days by the expiry of %s", async (days, _file, role) => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    kit.passDays(days);
    const result = await refresh(trust, kit.ports(), kit.now);
    expect(result).toMatchObject({ status: "failed", error: { code: "expired" } });
    expect(result.status === "failed" && result.error.message).toContain(role);
    expect(result.trust).toBe(trust);
  });

  test("is noticed by a fresh device, too", async () => {
    const kit = publishedKit();
    kit.passDays(14);
    expect(await refresh(kit.trust(), kit.ports(), kit.now)).toMatchObject(failure("expired", "tuf/timestamp.json"));
  });

  test("whose timestamp alone goes on is noticed by the expiry of the snapshot", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    kit.passDays(14);
    kit.forge("tuf/timestamp.json", { version: 2, expires: "2027-12-01T00:00:00Z" }, [kit.keys.timestamp]);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject({ status: "failed", error: { code: "expired" } });
  });

  test("works until the last second", async () => {
    const kit = publishedKit();
    kit.now = new Date("2026-11-15T11:59:59.999Z");
    expect(await refresh(kit.trust(), kit.ports(), kit.now)).toMatchObject({ status: "updated" });
  });
});

describe("root rotation", () => {
  test("is followed over several versions, whatever keys changed in between", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    for (let ceremony = 0; ceremony < 3; ceremony += 1) {
      kit.rotate({ offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()] });
    }
    kit.publish();
    for (const from of [trust, kit.trust()]) expect((await refreshed(kit, from)).root.version).toBe(4);
  });

  test("does not mind that a root in the middle has expired", async () => {
    const kit = publishedKit();
    kit.passDays(300);
    kit.rotate({});
    kit.signTargets();
    kit.passDays(300);
    kit.rotate({});
    kit.signTargets();
    kit.publish();
    expect((await refreshed(kit)).root.version).toBe(3);
  });

  test("minds that the last root has expired, but remembers it", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    kit.rotate({});
    kit.publish();
    kit.passDays(365);
    const result = await refresh(trust, kit.ports(), kit.now);
    expect(result).toMatchObject({ ...failure("expired", "tuf/2.root.json"), trust: { root: { version: 2 } } });
  });

  test.each([
    ["the old keys only", 0],
    ["the new keys only", 1],
    ["one key of each", 2],
  ])("signed by %s is refused", async (_name, choice) => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    const before = kit.keys.offline;
    const after = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
    kit.keys = { ...kit.keys, offline: after };
    const signers = [before.slice(0, 2), after.slice(0, 2), [before[0]!, after[0]!]][choice]!;
    kit.files.set("tuf/2.root.json", kit.signRoot(signers));
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("signature-threshold", "tuf/2.root.json"));
  });

  test("with a gap or a step back is refused", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    const [first] = kit.roots;
    kit.rotate({});
    kit.rotate({});
    kit.files.set("tuf/2.root.json", kit.roots[2]!);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("mix-and-match", "tuf/2.root.json"));
    kit.files.set("tuf/2.root.json", first!);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("rollback", "tuf/2.root.json"));
  });

  test("is kept although the rest of the refresh fails, so that a stolen key stays out", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    const oldTimestamp = kit.files.get("tuf/timestamp.json")!;
    kit.rotate({ timestamp: ephemeralSigner() });
    kit.publish();
    kit.files.set("tuf/timestamp.json", oldTimestamp);
    const first = await refresh(trust, kit.ports(), kit.now);
    expect(first).toMatchObject(failure("signature-threshold", "tuf/timestamp.json"));
    expect(first.trust).toMatchObject({ root: { version: 2 }, timestamp: null, snapshot: null, targets: null });
    kit.files.delete("tuf/2.root.json");
    const second = await refresh(first.trust, kit.ports(), kit.now);
    expect(second).toMatchObject(failure("signature-threshold", "tuf/timestamp.json"));
  });

  test.each(["timestamp", "snapshot"] as const)("of the %s key recovers from a fast-forward attack", async (role) => {
    const kit = publishedKit();
    const honest = kit.head!;
    kit.head = {
      ...honest,
      timestamp: { version: 2 ** 52 },
      snapshot: { ...honest.snapshot, version: 2 ** 52, keyid: "" },
    };
    kit.head = { ...kit.head, versions: { ...honest.versions, "bin-0.json": 2 ** 52 }, bins: {} };
    kit.publish();
    const victim = await refreshed(kit);
    expect(victim.timestamp!.version).toBeGreaterThan(2 ** 52);
    kit.head = honest;
    kit.publish();
    expect(await refresh(victim, kit.ports(), kit.now)).toMatchObject(failure("rollback", "tuf/timestamp.json"));
    kit.rotate({ [role]: ephemeralSigner() });
    kit.publish();
    const recovered = await refreshed(kit, victim);
    expect(recovered.timestamp!.version).toBeLessThan(10);
    expect((await findTarget(recovered, NOTES, kit.ports(), kit.now)).target).not.toBeNull();
  });

  test("that keeps the online keys keeps the index, too", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    kit.rotate({});
    kit.publish();
    kit.requests.length = 0;
    const after = await refreshed(kit, trust);
    expect(after).toMatchObject({ root: { version: 2 }, timestamp: { version: 2 }, snapshot: { version: 1 } });
    expect(kit.requests.map(({ path }) => path)).toEqual(["tuf/2.root.json", "tuf/3.root.json", "tuf/timestamp.json"]);
  });

  test("of the offline keys has the targets loaded again", async () => {
    const kit = publishedKit();
    const trust = await refreshed(kit);
    kit.rotate({ offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()] });
    kit.publish();
    expect((await refreshed(kit, trust)).targets).toMatchObject({ version: 2 });
  });
});

/** What a thief of the timestamp key can do: vouch for any snapshot file. */
function signTimestampOf(kit: TrustKit, file: string, version: number, snapshotVersion = version): void {
  const snapshot = kit.files.get(file)!;
  const hashes = { sha256: toHex(nodeCrypto.sha256(snapshot)) };
  const meta = { "snapshot.json": { version: snapshotVersion, length: snapshot.length, hashes } };
  kit.forge("tuf/timestamp.json", { version, meta }, [kit.keys.timestamp]);
}
