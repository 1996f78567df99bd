import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { ActionsKit } from "../actions-kit.ts";

const NOTES = "com.example.notes";

test("the pages of the store are built by a job without keys and published", { tags: ["deep"] }, async () => {
  const kit = await ActionsKit.of({ apps: [{ id: NOTES }], withSite: true });
  try {
    await kit.openUpdate(kit.store.app(NOTES));
    await kit.actions.idle();
    expect([kit.results().filter((result) => result.startsWith("publish/")), kit.logs()]).toEqual([
      ["publish/sign: success", "publish/build-site: success", "publish/upload: success"],
      expect.not.stringContaining("::error"),
    ]);
    const page = await readFile(join(kit.root, "published", "apps", NOTES, "index.html"), "utf8");
    expect(page).toContain("1.1.0");
    expect(await kit.offered(NOTES)).toEqual([1, 2]);
  } finally {
    await kit.end();
  }
});
