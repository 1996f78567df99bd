import { describe, expect, test } from "vitest";

import { binName } from "./bins.ts";
import { fetchTarget, findTarget } from "./find-target.ts";
import { metadataPath, targetFile } from "./metadata-paths.ts";
import { PLATFORM_KEYS_TARGET } from "./platform-keys.ts";
import { refresh } from "./refresh.ts";
import type { Trust } from "./trust.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { TrustKit } from "../../testing/trust-kit.ts";

const NOTES = "apps/com.example.notes.json";
const DOCUMENT = new TextEncoder().encode('{"listing":"notes"}');
const CUSTOM = { stable: { version_code: 7 } };
const BIN = binName(NOTES, { bitLength: 4, namePrefix: "bin" }, nodeCrypto.sha256);
const FILE = metadataPath.targets(1, BIN);

async function device(): Promise<{ kit: TrustKit; trust: Trust }> {
  const kit = new TrustKit();
  kit.put(NOTES, DOCUMENT, CUSTOM);
  kit.publish();
  const { trust } = await refresh(kit.trust(), kit.ports(), kit.now);
  kit.requests.length = 0;
  return { kit, trust };
}

describe("a target", () => {
  test("is found with one request for its bin, and then without any", async () => {
    const { kit, trust } = await device();
    const first = await findTarget(trust, NOTES, kit.ports(), kit.now);
    expect(first.target).toEqual({ ...kit.targets.get(NOTES), custom: CUSTOM });
    const second = await findTarget(first.trust, NOTES, kit.ports(), kit.now);
    expect(second).toEqual(first);
    expect(kit.requests.map(({ path }) => path)).toEqual([FILE]);
  });

  test("that the store does not have is null", async () => {
    const { kit, trust } = await device();
    expect((await findTarget(trust, "apps/com.example.absent.json", kit.ports(), kit.now)).target).toBeNull();
    expect((await findTarget(trust, "__proto__", kit.ports(), kit.now)).target).toBeNull();
  });

  test("of the offline role is found without a bin", async () => {
    const { kit, trust } = await device();
    const { target } = await findTarget(trust, PLATFORM_KEYS_TARGET, kit.ports(), kit.now);
    expect(kit.requests).toEqual([]);
    const bytes = await fetchTarget(PLATFORM_KEYS_TARGET, target!, kit.ports());
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
      _type: "mosis-platform-keys",
      spec_version: "1.0.0",
      keys: [kit.keys.platform.object],
    });
  });

  test("can't be looked up before the first refresh", async () => {
    const { kit } = await device();
    await expect(findTarget(kit.trust(), NOTES, kit.ports(), kit.now)).rejects.toMatchObject({ code: "missing" });
  });

  test.each([14, 90, 365])("can't be looked up once metadata has expired: after %i days", async (days) => {
    const { kit, trust } = await device();
    const { trust: withBin } = await findTarget(trust, NOTES, kit.ports(), kit.now);
    kit.passDays(days);
    await expect(findTarget(withBin, NOTES, kit.ports(), kit.now)).rejects.toMatchObject({ code: "expired" });
  });

  test("of a bin that has expired alone is refused", async () => {
    const { kit, trust } = await device();
    kit.forge(FILE, { expires: "2026-11-01T12:00:00Z" }, [kit.keys.bins]);
    await expect(findTarget(trust, NOTES, kit.ports(), kit.now)).rejects.toMatchObject({ code: "expired", file: FILE });
  });
});

describe("a bin is refused", () => {
  const otherBin = BIN === "bin-0" ? "bin-1" : "bin-0";
  test.each<[string, string, (kit: TrustKit) => void]>([
    ["that a stranger signed", "signature-threshold", (kit) => kit.forge(FILE, { targets: {} }, [ephemeralSigner()])],
    ["that another role signed", "signature-threshold", (kit) => kit.forge(FILE, { targets: {} }, kit.keys.offline)],
    ["of an older version", "mix-and-match", (kit) => kit.forge(FILE, { version: 4 }, [kit.keys.bins])],
    ["that is really another bin", "mix-and-match", (kit) => kit.files.set(FILE, kit.file(`tuf/1.${otherBin}.json`))],
    [
      "that claims to be the offline role",
      "signature-threshold",
      (kit) => kit.files.set(FILE, kit.file("tuf/1.targets.json")),
    ],
    ["that is a page of a portal", "malformed", (kit) => kit.files.set(FILE, new TextEncoder().encode("<html>"))],
    ["that is not there", "missing", (kit) => kit.files.delete(FILE)],
    ["that is too large", "too-large", (kit) => kit.files.set(FILE, new Uint8Array(1_048_577))],
  ])("%s", async (_name, code, attack) => {
    const { kit, trust } = await device();
    attack(kit);
    await expect(findTarget(trust, NOTES, kit.ports(), kit.now)).rejects.toMatchObject({ code, file: FILE });
  });

  test("that delegates further", async () => {
    const { kit, trust } = await device();
    const { delegations } = kit.authority.targets.document.signed;
    kit.forge(FILE, { delegations: delegations! }, [kit.keys.bins]);
    await expect(findTarget(trust, NOTES, kit.ports(), kit.now)).rejects.toMatchObject({ code: "malformed" });
  });

  test("that was altered on its way", async () => {
    const { kit, trust } = await device();
    const text = new TextDecoder().decode(kit.files.get(FILE));
    kit.files.set(FILE, new TextEncoder().encode(text.replace('"version_code":7', '"version_code":8')));
    await expect(findTarget(trust, NOTES, kit.ports(), kit.now)).rejects.toMatchObject({ code: "signature-threshold" });
  });
});

describe("the bytes of a target", () => {
  test("are fetched by hash and verified", async () => {
    const { kit, trust } = await device();
    const { target } = await findTarget(trust, NOTES, kit.ports(), kit.now);
    expect(await fetchTarget(NOTES, target!, kit.ports())).toEqual(DOCUMENT);
    expect(kit.requests.at(-1)?.path).toBe(`targets/apps/${target!.sha256}.com.example.notes.json`);
  });

  test.each<[string, Uint8Array | null, string]>([
    ["gone", null, "missing"],
    ["longer", new Uint8Array([...DOCUMENT, 32]), "too-large"],
    ["shorter", DOCUMENT.subarray(1), "hash-mismatch"],
    ["others", DOCUMENT.toReversed(), "hash-mismatch"],
  ])("are refused when they are %s", async (_name, bytes, code) => {
    const { kit } = await device();
    const target = kit.targets.get(NOTES)!;
    const file = targetFile(NOTES, target.sha256);
    if (bytes === null) kit.files.delete(file);
    else kit.files.set(file, bytes);
    await expect(fetchTarget(NOTES, target, kit.ports())).rejects.toMatchObject({ code, file });
  });
});
