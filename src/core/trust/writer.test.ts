import { describe, expect, test } from "vitest";

import { binName } from "./bins.ts";
import { metadataPath } from "./metadata-paths.ts";
import { parseSnapshot, parseTargets, parseTimestamp } from "./parse-metadata.ts";
import { signIndex } from "./writer.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { TrustKit } from "../../testing/trust-kit.ts";
import type { JsonObject } from "../json/value.ts";

const NOTES = "apps/com.example.notes.json";
const { sha256 } = nodeCrypto;
const bytes = (text: string) => new TextEncoder().encode(text);

function publishedKit(bitLength = 4): TrustKit {
  const kit = new TrustKit({ bitLength });
  kit.put(NOTES, bytes("notes 1"), { stable: { version_code: 1 } });
  kit.publish();
  return kit;
}

const binOf = (path: string, bitLength = 4) => binName(path, { bitLength, namePrefix: "bin" }, sha256);
const newFiles = (files: ReadonlyMap<string, Uint8Array>) =>
  [...files.keys()].filter((path) => path.startsWith("tuf/") && !/root|targets\.json/.test(path));

describe("the first publication", () => {
  test("holds roots, targets, all bins, snapshot and timestamp, the timestamp last", () => {
    const kit = new TrustKit({ bitLength: 2 });
    const { files, changedBins } = kit.publish();
    const keysFile = [...files.keys()].find((path) => path.startsWith("targets/"));
    expect(keysFile).toMatch(/^targets\/[0-9a-f]{64}\.platform-keys\.json$/);
    expect([...files.keys()]).toEqual([
      "tuf/1.root.json",
      keysFile,
      "tuf/1.targets.json",
      "tuf/1.bin-0.json",
      "tuf/1.bin-1.json",
      "tuf/1.bin-2.json",
      "tuf/1.bin-3.json",
      "tuf/1.snapshot.json",
      "tuf/timestamp.json",
    ]);
    expect(changedBins).toEqual(["bin-0", "bin-1", "bin-2", "bin-3"]);
  });

  test("lists each target in the bin of its path, with what devices want to know", () => {
    const kit = publishedKit();
    const file = metadataPath.targets(1, binOf(NOTES));
    const bin = parseTargets(kit.file(file), file, sha256);
    expect(bin.binName).toBe(binOf(NOTES));
    expect([...bin.targets]).toEqual([[NOTES, kit.targets.get(NOTES)]]);
  });

  test("is canonical at rest and expires when the design says", () => {
    const { files } = publishedKit();
    const snapshot = parseSnapshot(files.get("tuf/1.snapshot.json")!, "tuf/1.snapshot.json");
    const timestamp = parseTimestamp(files.get("tuf/timestamp.json")!, "tuf/timestamp.json");
    const bin = parseTargets(files.get("tuf/1.bin-0.json")!, "tuf/1.bin-0.json", sha256);
    expect(timestamp.expires).toBe("2026-11-15T12:00:00Z");
    expect(snapshot.expires).toBe("2026-11-15T12:00:00Z");
    expect(bin.expires).toBe("2027-01-30T12:00:00Z");
    expect(snapshot.meta.get("bin-0.json")).toEqual({ version: 1, length: null, sha256: null });
  });
});

describe("a later publication", () => {
  test("without a change signs nothing but the timestamp", () => {
    const kit = publishedKit();
    const before = kit.head;
    kit.passDays(1);
    const { files, head, changedBins } = kit.publish();
    expect(newFiles(files)).toEqual(["tuf/timestamp.json"]);
    expect(changedBins).toEqual([]);
    expect(head).toEqual({ ...before, timestamp: { version: 2 } });
  });

  test("gives a new version to the bin that changed and to the snapshot", () => {
    const kit = publishedKit();
    kit.put(NOTES, bytes("notes 2"), { stable: { version_code: 2 } });
    const { files } = kit.publish();
    expect(newFiles(files)).toEqual([`tuf/2.${binOf(NOTES)}.json`, "tuf/2.snapshot.json", "tuf/timestamp.json"]);
  });

  test("of reverted content goes forward all the same", () => {
    const kit = publishedKit();
    const original = kit.targets.get(NOTES)!;
    kit.put(NOTES, bytes("notes 2"));
    kit.publish();
    kit.targets.set(NOTES, original);
    const { files } = kit.publish();
    expect(newFiles(files)).toEqual([`tuf/3.${binOf(NOTES)}.json`, "tuf/3.snapshot.json", "tuf/timestamp.json"]);
  });

  test("sees a change of custom data alone, and of a removed target", () => {
    const kit = publishedKit();
    kit.put(NOTES, bytes("notes 1"), { stable: { version_code: 1, rollout_bp: 500 } });
    expect(kit.publish().changedBins).toEqual([binOf(NOTES)]);
    kit.targets.delete(NOTES);
    expect(kit.publish().changedBins).toEqual([binOf(NOTES)]);
  });

  test("does not depend on the order of targets", () => {
    const kit = new TrustKit({ bitLength: 1 });
    for (const name of ["a", "b", "c", "d", "e", "f"]) kit.put(`apps/com.example.${name}.json`, bytes(name));
    kit.publish();
    const entries = [...kit.targets].toReversed();
    kit.targets.clear();
    for (const [path, entry] of entries) kit.targets.set(path, entry);
    expect(kit.publish().changedBins).toEqual([]);
  });

  test("renews the snapshot with under 7 days left and bins with under 45", () => {
    const kit = publishedKit();
    kit.passDays(6);
    expect(newFiles(kit.publish().files)).toEqual(["tuf/timestamp.json"]);
    kit.passDays(1);
    expect(newFiles(kit.publish().files)).toEqual(["tuf/2.snapshot.json", "tuf/timestamp.json"]);
    kit.put(NOTES, bytes("notes 2"));
    kit.publish();
    kit.passDays(38);
    const changed = kit.publish().changedBins;
    expect(changed).toHaveLength(15);
    expect(changed).not.toContain(binOf(NOTES));
  });

  test("signs anew what an outgoing key signed", () => {
    const kit = publishedKit();
    kit.rotate({ snapshot: ephemeralSigner() });
    expect(newFiles(kit.publish().files)).toEqual(["tuf/2.snapshot.json", "tuf/timestamp.json"]);
    kit.rotate({ bins: ephemeralSigner() });
    expect(kit.publish().changedBins).toHaveLength(16);
  });

  test("lists bins of an earlier bit_length for ever, because clients refuse a snapshot that forgets", () => {
    const kit = publishedKit(4);
    kit.signTargets(5);
    const { head, files } = kit.publish();
    expect(Object.keys(head.bins)).toHaveLength(32);
    expect(head.versions).toMatchObject({ "bin-f.json": 1, "bin-1f.json": 1, "targets.json": 2 });
    expect(files.has(`tuf/1.${binOf(NOTES, 5)}.json`)).toBe(true);
    kit.signTargets(4);
    expect(kit.publish().head.bins["bin-f"]).toMatchObject({ version: 2 });
  });

  test("goes on from a head that was written down as JSON", () => {
    const kit = publishedKit();
    kit.head = JSON.parse(JSON.stringify(kit.head));
    expect(newFiles(kit.publish().files)).toEqual(["tuf/timestamp.json"]);
  });
});

describe("signing stops", () => {
  test.each(["snapshot", "timestamp", "bins"] as const)("when the %s key is not in charge", (role) => {
    const kit = publishedKit();
    kit.keys = { ...kit.keys, [role]: ephemeralSigner() };
    expect(() => kit.publish()).toThrow(expect.objectContaining({ code: "signature-threshold" }));
  });

  test("when the targets file is older than the published one", () => {
    const kit = publishedKit();
    const { authority } = kit;
    kit.signTargets();
    kit.publish();
    const { targets, head: previous, keys: signers, now } = kit;
    expect(() => signIndex({ authority, targets, previous, signers, crypto: nodeCrypto, now })).toThrow(
      expect.objectContaining({ code: "rollback", file: "tuf/1.targets.json" }),
    );
  });

  test("when the offline files have expired", () => {
    const kit = publishedKit();
    kit.passDays(365);
    expect(() => kit.publish()).toThrow(expect.objectContaining({ code: "expired", file: "tuf/1.root.json" }));
  });

  test("when the offline targets have expired under a renewed root", () => {
    const kit = publishedKit();
    kit.passDays(300);
    kit.rotate({});
    kit.passDays(65);
    expect(() => kit.publish()).toThrow(expect.objectContaining({ code: "expired", file: "tuf/1.targets.json" }));
  });

  test("when an online role needs two keys", () => {
    const kit = publishedKit();
    const { keys, roles } = kit.authority.root.document.signed as unknown as { keys: JsonObject; roles: JsonObject };
    const second = ephemeralSigner();
    const keyids = [kit.keys.timestamp.key.keyid, second.key.keyid];
    kit.signRoot(kit.keys.offline, {
      keys: { ...keys, [second.key.keyid]: second.object },
      roles: { ...roles, timestamp: { keyids, threshold: 2 } },
    });
    expect(() => kit.publish()).toThrow("2 keys must sign");
  });

  test("when a bin grows over what clients read", () => {
    const kit = publishedKit(1);
    const filler = "x".repeat(2000);
    for (let app = 0; app < 1200; app += 1) {
      kit.targets.set(`apps/com.example.a${app}.json`, { ...kit.targets.get(NOTES)!, custom: { filler } });
    }
    expect(() => kit.publish()).toThrow(expect.objectContaining({ code: "too-large" }));
  });

  test("when an app document takes the name of an offline target", () => {
    const kit = publishedKit();
    kit.put("platform-keys.json", bytes("{}"));
    expect(() => kit.publish()).toThrow("belongs to the offline role");
  });
});
