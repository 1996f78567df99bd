import { describe, expect, test } from "vitest";

import { findTarget } from "./find-target.ts";
import { refresh } from "./refresh.ts";
import { limits } from "../limits.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { TrustKit } from "../../testing/trust-kit.ts";

const NOTES = "apps/com.example.notes.json";
const bytes = (text: string) => new TextEncoder().encode(text);

function publishedKit(): TrustKit {
  const kit = new TrustKit();
  kit.put(NOTES, bytes("notes 1"));
  kit.publish();
  return kit;
}

const failure = (code: string, file: string) => ({ status: "failed", error: { code, file } });

describe("root rotation", () => {
  test("is followed over several versions, whatever keys changed in between", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
    for (let ceremony = 0; ceremony < 3; ceremony += 1) {
      kit.rotate({ offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()] });
    }
    kit.publish();
    for (const from of [trust, kit.trust()]) expect((await kit.refreshed(from)).root.version).toBe(4);
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
    expect((await kit.refreshed()).root.version).toBe(3);
  });

  test("minds that the last root has expired, but remembers it", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
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
    const trust = await kit.refreshed();
    const before = kit.keys.offline;
    const after = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
    kit.keys = { ...kit.keys, offline: after };
    const signers = [before.slice(0, 2), after.slice(0, 2), [before[0]!, after[0]!]][choice]!;
    kit.files.set("tuf/2.root.json", kit.signRoot(signers));
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("signature-threshold", "tuf/2.root.json"));
  });

  test("with a gap or a step back is refused", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
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
    const trust = await kit.refreshed();
    const oldTimestamp = kit.file("tuf/timestamp.json");
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
    const honest = kit.published;
    kit.head = {
      ...honest,
      timestamp: { version: 2 ** 52 },
      snapshot: { ...honest.snapshot, version: 2 ** 52, keyid: "" },
    };
    kit.head = { ...kit.head, versions: { ...honest.versions, "bin-0.json": 2 ** 52 }, bins: {} };
    kit.publish();
    const victim = await kit.refreshed();
    expect(victim.timestamp!.version).toBeGreaterThan(2 ** 52);
    kit.head = honest;
    kit.publish();
    expect(await refresh(victim, kit.ports(), kit.now)).toMatchObject(failure("rollback", "tuf/timestamp.json"));
    kit.rotate({ [role]: ephemeralSigner() });
    kit.publish();
    const recovered = await kit.refreshed(victim);
    expect(recovered.timestamp!.version).toBeLessThan(10);
    expect((await findTarget(recovered, NOTES, kit.ports(), kit.now)).target).not.toBeNull();
  });

  test("that keeps the online keys keeps the index, too", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
    kit.rotate({});
    kit.publish();
    kit.requests.length = 0;
    const after = await kit.refreshed(trust);
    expect(after).toMatchObject({ root: { version: 2 }, timestamp: { version: 2 }, snapshot: { version: 1 } });
    expect(kit.requests.map(({ path }) => path)).toEqual(["tuf/2.root.json", "tuf/3.root.json", "tuf/timestamp.json"]);
  });

  test("of the offline keys has the targets loaded again", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
    kit.rotate({ offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()] });
    kit.publish();
    expect((await kit.refreshed(trust)).targets).toMatchObject({ version: 2 });
  });
});

describe("a chain of roots longer than one refresh takes", () => {
  const { rootRotations, rootWalkBytes } = limits.trust;

  /** A published store after some rotations. */
  function rotated(times: number, more: Parameters<TrustKit["signRoot"]>[1] = {}): TrustKit {
    const kit = publishedKit();
    for (let step = 0; step < times; step += 1) kit.signRoot(kit.keys.offline.slice(0, 2), more);
    kit.publish();
    kit.requests.length = 0;
    return kit;
  }

  test("is walked over several refreshes, each going on where the last one ended", async () => {
    const kit = rotated(2 * rootRotations + 1);
    const first = await refresh(kit.trust(), kit.ports(), kit.now);
    expect(first).toMatchObject(failure("too-many-roots", `tuf/${rootRotations + 2}.root.json`));
    expect(first.trust).toMatchObject({ root: { version: 1 + rootRotations }, timestamp: null });
    expect(kit.requests).toHaveLength(rootRotations + 1);
    const second = await refresh(first.trust, kit.ports(), kit.now);
    expect(second).toMatchObject({ ...failure("too-many-roots", `tuf/${2 * rootRotations + 2}.root.json`) });
    expect((await kit.refreshed(second.trust)).root.version).toBe(2 * rootRotations + 2);
  });

  test("is not one of exactly as many roots", async () => {
    const kit = rotated(rootRotations);
    expect((await kit.refreshed()).root.version).toBe(1 + rootRotations);
  });

  test("is bounded in bytes, too, and still goes on by a root at least", async () => {
    const kit = rotated(40, { "x-padding": "a".repeat(500_000) });
    let trust = kit.trust();
    let refreshes = 0;
    for (;;) {
      kit.requests.length = 0;
      const result = await refresh(trust, kit.ports(), kit.now);
      refreshes += 1;
      const loaded = kit.requests.reduce((sum, { bytes: each }) => sum + (each ?? 0), 0);
      expect(loaded).toBeLessThan(rootWalkBytes + 2 * limits.trust.rootBytes);
      expect(result.trust.root.version).toBeGreaterThan(trust.root.version);
      trust = result.trust;
      if (result.status !== "failed") break;
      expect(result.error.code).toBe("too-many-roots");
    }
    expect(trust.root.version).toBe(41);
    expect(refreshes).toBe(3);
  });

  test("loses nothing when it ends at a root that proves false", async () => {
    const kit = rotated(5);
    kit.files.set("tuf/5.root.json", kit.signRoot([]));
    const result = await refresh(kit.trust(), kit.ports(), kit.now);
    expect(result).toMatchObject({ status: "failed", trust: { root: { version: 4 } } });
  });
});
