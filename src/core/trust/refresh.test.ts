import { describe, expect, test } from "vitest";

import { findTarget } from "./find-target.ts";
import { refresh } from "./refresh.ts";
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

describe("a refresh", () => {
  test("takes a new device from its pinned root to the index", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
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
    const trust = await kit.refreshed();
    kit.requests.length = 0;
    const result = await refresh(trust, kit.ports(), kit.now);
    expect(result).toEqual({ status: "unchanged", trust });
    expect(result.trust).toBe(trust);
    expect(kit.requests).toEqual([
      { path: "tuf/2.root.json", bytes: null },
      { path: "tuf/timestamp.json", bytes: kit.file("tuf/timestamp.json").length },
    ]);
    expect(kit.file("tuf/timestamp.json").length).toBeLessThanOrEqual(500);
  });

  test("reads at most 500 bytes after many years of timestamps, too", () => {
    const kit = publishedKit();
    kit.head = { ...kit.published, timestamp: { version: 99_999_999 } };
    kit.head = { ...kit.head, snapshot: { ...kit.head.snapshot, version: 999_999, length: 999_999 } };
    kit.publish();
    expect(kit.file("tuf/timestamp.json").length).toBeLessThanOrEqual(500);
  });

  test("loads no snapshot when only the timestamp was signed again", async () => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
    kit.passDays(1);
    kit.publish();
    kit.requests.length = 0;
    expect((await kit.refreshed(trust)).timestamp).toMatchObject({ version: 2 });
    expect(kit.requests).toHaveLength(2);
  });

  test("keeps bins that are still current and drops the others", async () => {
    const kit = publishedKit();
    let trust = await kit.refreshed();
    const others = ["apps/com.example.a.json", "apps/com.example.b.json", "apps/com.example.c.json"];
    for (const path of [NOTES, ...others]) ({ trust } = await findTarget(trust, path, kit.ports(), kit.now));
    const { trust: withNotes } = await findTarget(trust, NOTES, kit.ports(), kit.now);
    kit.put(NOTES, bytes("notes 2"));
    const { changedBins } = kit.publish();
    const after = await kit.refreshed(withNotes);
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

describe("a frozen store", () => {
  test.each([
    [14, "tuf/timestamp.json", "timestamp"],
    [365, "tuf/1.root.json", "root"],
  ])("is noticed after %i days by the expiry of %s", async (days, _file, role) => {
    const kit = publishedKit();
    const trust = await kit.refreshed();
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
    const trust = await kit.refreshed();
    kit.passDays(14);
    kit.forge("tuf/timestamp.json", { version: 2, expires: "2027-12-01T00:00:00Z" }, [kit.keys.timestamp]);
    expect(await refresh(trust, kit.ports(), kit.now)).toMatchObject({ status: "failed", error: { code: "expired" } });
  });

  test("is noticed by the expiry of the offline targets, too", async () => {
    const kit = publishedKit();
    kit.forge("tuf/1.targets.json", { expires: "2026-11-01T12:00:00Z" }, kit.keys.offline);
    expect(await refresh(kit.trust(), kit.ports(), kit.now)).toMatchObject(failure("expired", "tuf/1.targets.json"));
  });

  test("works until the last second", async () => {
    const kit = publishedKit();
    kit.now = new Date("2026-11-15T11:59:59.999Z");
    expect(await refresh(kit.trust(), kit.ports(), kit.now)).toMatchObject({ status: "updated" });
  });
});
