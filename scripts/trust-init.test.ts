import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { nodeCrypto } from "../src/node/crypto.ts";
import { openKeyPem } from "../src/node/key-file.ts";
import { openOnlineKeys } from "../src/node/registry/publish/key-folder.ts";
import { readAuthority } from "../src/core/trust/authority.ts";
import { temporaryFolder } from "../src/testing/cli/temporary-folder.ts";
import { runScriptFile } from "../src/testing/run-script.ts";

async function run(cwd: string, args: readonly string[], passphrase?: string) {
  const ended = await runScriptFile("trust-init.ts", args, { cwd, ...(passphrase !== undefined && { passphrase }) });
  return { code: ended.code, output: ended.code === 0 ? ended.stdout : ended.stderr };
}

test("makes keys and documents that a publication can begin with", async () => {
  const cwd = temporaryFolder();
  const { code, output } = await run(cwd, ["--keys", "keys", "--bit-length", "3"], "a long passphrase");
  expect([code, output]).toEqual([0, expect.stringContaining(`wrote ${join("registry", "trust/1.root.json")}`)]);
  const read = (name: string) => readFile(join(cwd, "registry/trust", name));
  const files = { roots: [await read("1.root.json")], targets: await read("1.targets.json") };
  const { root, bins } = readAuthority(files, nodeCrypto);
  expect([root.roles.root.threshold, bins.bitLength]).toEqual([2, 3]);
  const online = await openOnlineKeys(join(cwd, "keys/online"));
  expect(root.roles.timestamp.keys.map(({ keyid }) => keyid)).toEqual([online.timestamp.key.keyid]);
  const names = await readdir(join(cwd, "keys/offline"));
  expect(names.toSorted()).toEqual(["offline-1.pem", "offline-2.pem", "offline-3.pem"]);
  for (const name of names) {
    const path = join(cwd, "keys/offline", name);
    const { key } = openKeyPem(await readFile(path, "utf8"), "a long passphrase");
    expect(root.roles.root.keys.map(({ keyid }) => keyid)).toContain(key.keyid);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  }

  const before = await read("1.root.json");
  expect(await run(cwd, ["--keys", "other-keys"], "x")).toMatchObject({
    code: 2,
    output: expect.stringMatching(/is there already/),
  });
  expect(await run(cwd, ["--keys", "keys", "--registry", "new"], "x")).toMatchObject({ code: 2 });
  expect(await read("1.root.json")).toEqual(before);
  expect(await readdir(cwd)).toEqual(["keys", "registry"]);
});

describe("makes nothing", () => {
  test.each([
    ["without a place for the keys", [], "x", /--keys DIR/],
    ["without a passphrase", ["--keys", "keys"], undefined, /MOSIS_PASSPHRASE/],
    ["for no number of bins", ["--keys", "keys", "--bit-length", "many"], "x", /--bit-length is a number from 1 to 14/],
    ["for too many bins", ["--keys", "keys", "--bit-length", "15"], "x", /--bit-length/],
  ] as const)("%s", async (_, args, passphrase, reason) => {
    const cwd = temporaryFolder();
    await mkdir(join(cwd, "registry"));
    expect(await run(cwd, args, passphrase)).toMatchObject({ code: 2, output: expect.stringMatching(reason) });
    expect([existsSync(join(cwd, "keys")), await readdir(join(cwd, "registry"))]).toEqual([false, []]);
  });
});
