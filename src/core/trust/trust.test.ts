import { describe, expect, test } from "vitest";

import { findTarget } from "./find-target.ts";
import { refresh } from "./refresh.ts";
import { loadTrust, pinnedState, stateOf, type Trust, type TrustState } from "./trust.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { signAtRest, TrustKit } from "../../testing/trust-kit.ts";
import { parseAtRest } from "../json/signed-document.ts";
import type { Signer } from "../signing/signatures.ts";

const NOTES = "apps/com.example.notes.json";

async function device(): Promise<{ kit: TrustKit; trust: Trust; state: TrustState }> {
  const kit = new TrustKit();
  kit.put(NOTES, new Uint8Array(3));
  kit.publish();
  const { trust: index } = await refresh(kit.trust(), kit.ports(), kit.now);
  const { trust } = await findTarget(index, NOTES, kit.ports(), kit.now);
  return { kit, trust, state: stateOf(trust) };
}

/** The file of a state with another version, signed by someone. */
function resigned(state: TrustState, file: string, signers: readonly Signer[]): Uint8Array {
  const parsed = parseAtRest(state.get(file)!, file);
  if (!parsed.ok) throw new TypeError(file);
  return signAtRest({ ...parsed.document.signed, version: 99 }, signers);
}

describe("a kept state", () => {
  test("comes back whole", async () => {
    const { kit, trust, state } = await device();
    const loaded = loadTrust(state, nodeCrypto);
    expect(loaded.dropped).toEqual([]);
    expect(stateOf(loaded.trust)).toEqual(state);
    kit.requests.length = 0;
    const { target } = await findTarget(loaded.trust, NOTES, kit.ports(), kit.now);
    expect(target).toEqual((await findTarget(trust, NOTES, kit.ports(), kit.now)).target);
    expect(kit.requests).toEqual([]);
  });

  test("has a file a level, named as other TUF clients name theirs", async () => {
    const { state } = await device();
    const names = [...state.keys()];
    expect(names.slice(0, 4)).toEqual(["root.json", "timestamp.json", "snapshot.json", "targets.json"]);
    expect(names[4]).toMatch(/^bin-[0-9a-f]\.json$/);
    expect(names).toHaveLength(5);
  });

  test("is verified on load: what someone else signed on the disk is dropped, and what hangs on it", async () => {
    const { kit, state } = await device();
    const levels = [...state.keys()].slice(1);
    for (const [index, file] of levels.entries()) {
      const tampered = new Map(state).set(file, resigned(state, file, [ephemeralSigner()]));
      const { trust, dropped } = loadTrust(tampered, nodeCrypto);
      expect(dropped).toHaveLength(1);
      expect([...stateOf(trust).keys()]).toEqual(["root.json", ...levels.slice(0, index)]);
      const after = await refresh(trust, kit.ports(), kit.now);
      expect(after.status).toBe(file.startsWith("bin") ? "unchanged" : "updated");
    }
  });

  test("whose files do not belong together is cut down to those that do", async () => {
    const { kit, state } = await device();
    kit.put(NOTES, new Uint8Array(4));
    kit.publish();
    const newer = stateOf((await refresh(loadTrust(state, nodeCrypto).trust, kit.ports(), kit.now)).trust);
    const torn = new Map(state).set("timestamp.json", newer.get("timestamp.json")!);
    const { trust, dropped } = loadTrust(torn, nodeCrypto);
    expect(dropped).toMatchObject([{ code: "hash-mismatch", file: "snapshot.json" }]);
    expect(trust).toMatchObject({ timestamp: { version: 2 }, snapshot: null, targets: null });
    expect((await refresh(trust, kit.ports(), kit.now)).trust).toMatchObject({ snapshot: { version: 2 } });
  });

  test("still protects from rollback after a restart", async () => {
    const { kit, state } = await device();
    const old = kit.file("tuf/timestamp.json");
    kit.publish();
    const { trust } = await refresh(loadTrust(state, nodeCrypto).trust, kit.ports(), kit.now);
    kit.files.set("tuf/timestamp.json", old);
    const restarted = loadTrust(stateOf(trust), nodeCrypto).trust;
    expect(await refresh(restarted, kit.ports(), kit.now)).toMatchObject({ error: { code: "rollback" } });
  });

  test("with files that are none of ours loads without them", async () => {
    const { state } = await device();
    const more = new Map(state).set("bin-ff.json", state.get("root.json")!).set(".DS_Store", new Uint8Array(3));
    const { trust, dropped } = loadTrust(more, nodeCrypto);
    expect(dropped.map(({ code }) => code)).toEqual(["mix-and-match", "mix-and-match"]);
    expect(stateOf(trust)).toEqual(state);
  });

  test("does not load without a root that its own keys signed", async () => {
    const { kit, state } = await device();
    const forged = resigned(state, "root.json", [ephemeralSigner(), kit.keys.timestamp]);
    expect(() => loadTrust(pinnedState(forged), nodeCrypto)).toThrow(
      expect.objectContaining({ code: "signature-threshold" }),
    );
    expect(() => loadTrust(new Map(), nodeCrypto)).toThrow(expect.objectContaining({ code: "missing" }));
    expect(() => loadTrust(pinnedState(new Uint8Array(9)), nodeCrypto)).toThrow(
      expect.objectContaining({ code: "malformed" }),
    );
  });
});
