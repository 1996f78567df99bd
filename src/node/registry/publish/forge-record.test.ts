import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { forgeRecord } from "./forge-record.ts";
import type { PublishRecord } from "./publish-record.ts";
import { githubForge } from "../../forge.ts";
import { openRepository } from "../../git/repository.ts";
import { temporaryFolder } from "../../../testing/cli/temporary-folder.ts";
import { aWorld, BASE, KEEPER } from "../../../testing/forge/fixture.ts";
import { TrustKit } from "../../../testing/trust-kit.ts";

test("a record is kept in the registry under a ref of its own, with its history", async () => {
  const world = await aWorld();
  onTestFinished(() => world.end());
  const remote = { url: `${world.forge.url}/${BASE.owner}/${BASE.repo}.git`, token: KEEPER.token };
  const open = async () =>
    forgeRecord(
      githubForge(world.as(KEEPER), BASE),
      await openRepository(join(temporaryFolder(), "clone.git")),
      remote,
    );
  const record = await open();
  expect(await record.read()).toBeNull();

  const kit = new TrustKit();
  const records: PublishRecord[] = ["a", "b"].map((digit) => ({ commit: digit.repeat(40), head: kit.publish().head }));
  for (const each of records) {
    await record.write(each);
    expect(await record.read()).toEqual(each);
    // Another job, which has no clone yet.
    expect(await (await open()).read()).toEqual(each);
  }
  const git = (...args: string[]) =>
    execFileSync("git", ["--git-dir", world.forge.gitDir(BASE.owner, BASE.repo), ...args], { encoding: "utf8" }).trim();
  expect(git("log", "--format=%s", "refs/mosis/published")).toBe("Publish bbbbbbbbbbbb\nPublish aaaaaaaaaaaa");
  expect(git("ls-tree", "--name-only", "main")).not.toContain("published.json");
});
