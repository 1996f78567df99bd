import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { describe, expect, onTestFinished, test } from "vitest";

import { DELETIONS } from "./databases-part.ts";
import { copyDeletions } from "./deletions.ts";
import { pruneBackups } from "./make-backup.ts";
import { BackupKit, rowsOf } from "../../testing/backup-kit.ts";

const LATER = new Date("2026-11-03T03:00:00Z");

async function aKit(): Promise<BackupKit> {
  const kit = await BackupKit.start();
  onTestFinished(() => kit.end());
  return kit;
}

describe("what people had deleted", () => {
  const deletions = (data: string) =>
    rowsOf(join(data, DELETIONS), "SELECT device_id, until, is_done FROM deletions ORDER BY device_id");

  test("after the backup is to be deleted again: from later backups, from the copy beside them, from what survived", async () => {
    const kit = await aKit();
    kit.remember("a", "2026-12-01");
    const folder = await kit.backUp({ data: kit.data });
    kit.remember("b", "2026-12-02");
    await kit.backUp({ data: kit.data }, LATER);
    kit.remember("c", "2026-12-03");
    await copyDeletions(kit.data, kit.backups);
    const survived = join(kit.root, "survived.db");
    kit.remember("d", "2026-12-04", survived);
    await kit.destroy();
    const data = join(kit.root, "restored");
    await kit.putBack(folder, { data, deletions: [survived] });
    expect(deletions(data)).toEqual([
      { device_id: "a", until: "2026-12-01", is_done: 0 },
      { device_id: "b", until: "2026-12-02", is_done: 0 },
      { device_id: "c", until: "2026-12-03", is_done: 0 },
      { device_id: "d", until: "2026-12-04", is_done: 0 },
    ]);
  });

  test("is known even where nothing was deleted yet when the backup was made", async () => {
    const kit = await aKit();
    const folder = await kit.backUp({ data: kit.data });
    kit.remember("a", "2026-12-01");
    expect(await copyDeletions(kit.data, kit.backups)).toBe(join(kit.backups, "deletions.db"));
    const data = join(kit.root, "restored");
    await kit.putBack(folder, { data });
    expect(deletions(data)).toEqual([{ device_id: "a", until: "2026-12-01", is_done: 0 }]);
  });

  test("is read from a file that survived with what is only in its log yet; another file is refused", async () => {
    const kit = await aKit();
    const folder = await kit.backUp({ data: kit.data });
    const survived = join(kit.root, "survived.db");
    const running = new DatabaseSync(survived);
    running.exec("PRAGMA journal_mode = WAL");
    kit.remember("a", "2026-12-01", survived);
    const data = join(kit.root, "restored");
    const other = join(kit.data, "portal.db");
    await expect(kit.putBack(folder, { data, deletions: [other] })).rejects.toThrow(/tells no deletions/);
    await kit.putBack(folder, { data, deletions: [survived] });
    running.close();
    expect(deletions(data)).toEqual([{ device_id: "a", until: "2026-12-01", is_done: 0 }]);
  });

  test("leaves the backups when they are old", async () => {
    const kit = await aKit();
    const days = [1, 5, 15, 16].map((day) => new Date(Date.UTC(2026, 10, day)));
    for (const day of days) await kit.backUp({ data: kit.data }, day);
    expect(await pruneBackups(kit.backups, 14, days[3]!)).toEqual(["2026-11-01T00-00-00Z"]);
    expect(await readdir(kit.backups)).toHaveLength(3);
  });
});
