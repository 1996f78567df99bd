import { describe, expect, test } from "vitest";

import { readHead } from "./read-head.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { TrustKit } from "../../testing/trust-kit.ts";

const NOTES = "apps/com.example.notes.json";

function publishedKit(): TrustKit {
  const kit = new TrustKit();
  kit.put(NOTES, new Uint8Array(3), { stable: 1 });
  kit.publish();
  kit.put(NOTES, new Uint8Array(4), { stable: 2 });
  kit.publish();
  return kit;
}

const read = (kit: TrustKit, record = kit.head) => readHead(kit.authority, kit.ports(), record);

describe("the head of a store", () => {
  test("is read back as it was published", async () => {
    const kit = publishedKit();
    expect(await read(kit, null)).toEqual(kit.head);
  });

  test("is null for a store that never published", async () => {
    expect(await read(new TrustKit(), null)).toBeNull();
  });

  test("is the record, for one request, when the store still has it", async () => {
    const kit = publishedKit();
    expect(await read(kit)).toBe(kit.head);
    expect(kit.requests.map(({ path }) => path)).toEqual(["tuf/timestamp.json"]);
  });

  test("is read from the store when it is ahead of the record", async () => {
    const kit = publishedKit();
    const record = kit.head;
    kit.put(NOTES, new Uint8Array(5));
    kit.publish();
    expect(await read(kit, record)).toEqual(kit.head);
  });

  test("counts although it has expired, so that a store can be woken", async () => {
    const kit = publishedKit();
    kit.passDays(100);
    expect(await read(kit, null)).toEqual(kit.head);
  });

  test("is read across a rotation of online and offline keys", async () => {
    const kit = publishedKit();
    kit.rotate({
      offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()],
      timestamp: ephemeralSigner(),
      snapshot: ephemeralSigner(),
      bins: ephemeralSigner(),
    });
    const head = await read(kit, null);
    expect(head).toEqual(kit.head);
    expect(kit.publish().head).toMatchObject({ timestamp: { version: 3 }, snapshot: { version: 3 } });
  });

  test("leaves bins out that are missing or wrong, so that they are signed anew", async () => {
    const kit = publishedKit();
    kit.files.delete("tuf/1.bin-0.json");
    kit.forge("tuf/1.bin-1.json", { targets: {} }, [ephemeralSigner()]);
    const head = await read(kit, null);
    expect(Object.keys(kit.published.bins).filter((name) => head?.bins[name] === undefined)).toEqual([
      "bin-0",
      "bin-1",
    ]);
    kit.head = head;
    expect(kit.publish().changedBins).toEqual(["bin-0", "bin-1"]);
    expect(kit.files.has("tuf/2.bin-0.json")).toBe(true);
  });
});

describe("reading the head stops", () => {
  test("when a recorded publication is gone", async () => {
    const kit = publishedKit();
    kit.files.delete("tuf/timestamp.json");
    await expect(read(kit)).rejects.toMatchObject({ code: "missing" });
  });

  test("when the store went back behind the record", async () => {
    const kit = publishedKit();
    const old = kit.file("tuf/timestamp.json");
    kit.publish();
    kit.files.set("tuf/timestamp.json", old);
    await expect(read(kit)).rejects.toMatchObject({ code: "rollback" });
  });

  test("when a newer timestamp leads to older bins", async () => {
    const kit = publishedKit();
    const record = { ...kit.published, versions: { ...kit.published.versions, "bin-0.json": 40 } };
    kit.publish();
    await expect(read(kit, record)).rejects.toMatchObject({ code: "rollback" });
  });

  test("when someone else published the same version", async () => {
    const kit = publishedKit();
    const record = { ...kit.published, snapshot: { ...kit.published.snapshot, version: 9 } };
    await expect(read(kit, record)).rejects.toMatchObject({ code: "mix-and-match" });
  });

  test.each(["tuf/timestamp.json", "tuf/2.snapshot.json"])(
    "when no root ever put the signer of %s in charge",
    async (file) => {
      const kit = publishedKit();
      kit.rotate({ timestamp: ephemeralSigner() });
      kit.forge(file, {}, [ephemeralSigner()]);
      await expect(read(kit, null)).rejects.toMatchObject({
        code: file === "tuf/timestamp.json" ? "signature-threshold" : "hash-mismatch",
      });
    },
  );

  test("when the store does not answer, instead of signing every bin again", async () => {
    const kit = publishedKit();
    const { fetch, crypto } = kit.ports();
    const flaky = (path: string, max: number) =>
      path.includes("bin-7") ? Promise.reject(new TypeError("reset")) : fetch(path, max);
    await expect(readHead(kit.authority, { fetch: flaky, crypto }, null)).rejects.toMatchObject({
      code: "unreachable",
    });
  });
});
