import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { KeysKit } from "../../testing/cli/keys-kit.ts";

const REGISTER = [
  "--developer",
  "grace",
  "--registry",
  "acme/registry",
  "--name",
  "Grace",
  "--github-id",
  "1",
  "--out",
  ".",
];

test("review lets in what keys register writes", async () => {
  const kit = await withKey();
  expect(await kit.run("register", "--dry-run", ...REGISTER)).toMatchObject({ ok: true, change: { seq: 1 } });
  expect(kit.changes()).toEqual([]);
  expect(await kit.run("register", ...REGISTER)).toMatchObject({
    plan: { kind: "register", subject: "grace" },
    change: { developer: "grace", seq: 1 },
  });
  expect(kit.changes()).toMatchObject([{ path: "registry/developers/grace.json" }]);
  expect(kit.review()).toEqual(["merge"]);
  expect(await kit.run("register", ...REGISTER)).toMatchObject({ ok: true, plan: null });
  const other = await kit.newKey();
  expect(await kit.run("register", ...REGISTER, "--key", other)).toMatchObject({ error: { code: "developer-exists" } });
});

test.each([
  ["--developer", "No Id"],
  ["--registry", "No Name"],
  ["--name", ""],
  ["--github-id", "ada"],
])("keys register refuses %s %j", async (option, value) => {
  const kit = await withKey();
  const given = [...REGISTER];
  given[given.indexOf(option) + 1] = value;
  expect(await kit.run("register", ...given)).toMatchObject({ ok: false, error: { code: "bad-option" } });
  expect(existsSync(join(kit.cwd, "registry/developers/grace.json"))).toBe(false);
});

async function withKey(): Promise<KeysKit> {
  const kit = new KeysKit();
  await kit.newKey();
  return kit;
}
