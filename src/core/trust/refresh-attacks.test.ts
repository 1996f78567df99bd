import { describe, expect, test } from "vitest";

import { metadataPath } from "./metadata-paths.ts";
import { refresh, type RefreshResult } from "./refresh.ts";
import { stateOf } from "./trust.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { TrustKit } from "../../testing/trust-kit.ts";
import { toHex } from "../bytes.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

const NOTES = "apps/com.example.notes.json";
const bytes = (text: string) => new TextEncoder().encode(text);

function publishedKit(): TrustKit {
  const kit = new TrustKit();
  kit.put(NOTES, bytes("notes 1"));
  kit.publish();
  return kit;
}

/** Publishes version 2 of the app and returns what a device that knows version 1 makes of the tree after an attack. */
async function attacked(
  attack: (kit: TrustKit, before: ReadonlyMap<string, Uint8Array>) => void,
): Promise<RefreshResult> {
  const kit = publishedKit();
  const trust = await kit.refreshed();
  const before = new Map(kit.files);
  kit.put(NOTES, bytes("notes 2"));
  kit.publish();
  attack(kit, before);
  const result = await refresh(trust, kit.ports(), kit.now);
  if (result.status === "failed") expect(stateOf(result.trust)).toEqual(stateOf(trust));
  return result;
}

const failure = (code: string, file: string) => ({ status: "failed", error: { code, file } });

describe("a refresh fails and keeps what it had", () => {
  test("when the store does not answer", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
    const cause = new TypeError("fetch failed");
    const result = await refresh(trust, { ...kit.ports(), fetch: () => Promise.reject(cause) }, kit.now);
    expect(result).toMatchObject({ ...failure("unreachable", "tuf/2.root.json"), error: { cause } });
    expect(result.trust).toBe(trust);
  });

  test("when the timestamp goes back", async () => {
    const kit = publishedKit();
    const old = kit.file("tuf/timestamp.json");
    kit.publish();
    const trust = await kit.refreshed();
    kit.files.set("tuf/timestamp.json", old);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("rollback", "tuf/timestamp.json"));
  });

  test("when a newer timestamp names an older snapshot", async () => {
    const kit = publishedKit();
    const first = kit.published.snapshot;
    kit.put(NOTES, bytes("notes 2"));
    kit.publish();
    const trust = await kit.refreshed();
    const { version, length, sha256 } = first;
    const meta = { "snapshot.json": { version, length, hashes: { sha256 } } };
    kit.forge("tuf/timestamp.json", { version: 3, meta }, [kit.keys.timestamp]);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("rollback", "tuf/timestamp.json"));
  });

  test.each<[string, JsonObject | undefined]>([
    ["takes a bin back", { version: 1 }],
    ["forgets a bin", undefined],
  ])("when a newer snapshot %s", async (_name, entry) => {
    const kit = publishedKit();
    kit.head = { ...kit.published, versions: { ...kit.published.versions, "bin-0.json": 6 }, bins: {} };
    kit.publish();
    const trust = await kit.refreshed();
    const meta: Record<string, JsonValue> = {};
    for (const [name, version] of Object.entries(kit.head.versions)) meta[name] = { version };
    if (entry === undefined) delete meta["bin-0.json"];
    else meta["bin-0.json"] = entry;
    const file = "tuf/3.snapshot.json";
    kit.files.set(file, kit.file("tuf/2.snapshot.json"));
    kit.forge(file, { version: 3, meta }, [kit.keys.snapshot]);
    signTimestampOf(kit, file, 3);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject(failure("rollback", file));
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
      kit.files.set("tuf/2.targets.json", kit.file("tuf/1.targets.json"));
    });
    expect(result).toMatchObject(failure("rollback", "tuf/2.targets.json"));
  });

  test("when files are not as long or not of the hash that is announced, where only one of these is", async () => {
    const short = await attacked((kit) => {
      const meta = { "snapshot.json": { version: 2, length: 1000 } };
      kit.forge("tuf/timestamp.json", { meta }, [kit.keys.timestamp]);
      kit.files.set("tuf/2.snapshot.json", kit.file("tuf/2.snapshot.json").subarray(0, 999));
    });
    expect(short).toMatchObject(failure("hash-mismatch", "tuf/2.snapshot.json"));
    const other = await attacked((kit) => {
      kit.signTargets();
      const { head } = kit.publish();
      const file = metadataPath.snapshot(head.snapshot.version);
      const meta: Record<string, JsonValue> = { "targets.json": { version: 2, hashes: { sha256: "00".repeat(32) } } };
      for (const name of Object.keys(head.bins)) meta[`${name}.json`] = { version: 9 };
      kit.forge(file, { meta }, [kit.keys.snapshot]);
      signTimestampOf(kit, file, 9, head.snapshot.version);
    });
    expect(other).toMatchObject(failure("hash-mismatch", "tuf/2.targets.json"));
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
      kit.files.set("tuf/timestamp.json", kit.file("tuf/2.snapshot.json"));
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
      kit.files.set(file, new Uint8Array([...kit.file(file), 10]));
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

/** What a thief of the timestamp key can do: vouch for any snapshot file. */
function signTimestampOf(kit: TrustKit, file: string, version: number, snapshotVersion = version): void {
  const snapshot = kit.file(file);
  const hashes = { sha256: toHex(nodeCrypto.sha256(snapshot)) };
  const meta = { "snapshot.json": { version: snapshotVersion, length: snapshot.length, hashes } };
  kit.forge("tuf/timestamp.json", { version, meta }, [kit.keys.timestamp]);
}
