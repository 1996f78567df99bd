import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeEach, describe, expect, test } from "vitest";

import { KeysKit } from "../../testing/cli/keys-kit.ts";

const GRACE = ["--developer", "grace", "--out", "."];
const DOCUMENT = "registry/developers/grace.json";
const rotation = (seq: number): string => `registry/developers/grace/rotations/${seq}.json`;

let kit: KeysKit;
let first: string;
beforeEach(async () => {
  kit = new KeysKit();
  first = await kit.registered();
});

const rotate = (newKey: string, ...options: readonly string[]) =>
  kit.run("rotate", ...GRACE, "--new-key", newKey, ...options);
const revoke = (key: string, reason: string, ...options: readonly string[]) =>
  kit.run("revoke", ...GRACE, "--revoke", key, "--reason", reason, ...options);
const changed = (): readonly string[] => kit.changes().map(({ path }) => path);
const refused = (code: string) => ({ ok: false, error: { code, fix: expect.any(String) } });

/** A second key of grace, merged. */
async function second(...options: readonly string[]): Promise<string> {
  const key = await kit.newKey();
  expect(await rotate(key, ...options)).toMatchObject({ ok: true });
  kit.merge();
  return key;
}

describe("keys rotate", () => {
  test("writes a rotation and the developer document, as review accepts them", async () => {
    const key = await kit.newKey();
    const change = {
      developer: "grace",
      seq: 2,
      rotation: 1,
      keyid: key,
      use: ["package", "version", "event", "account"],
      signer: first,
      replaces: null,
    };
    const planned = await rotate(key, "--dry-run");
    expect(planned).toMatchObject({ ok: true, dry_run: true, pull: null, folder: kit.cwd, patch: null, change });
    expect(planned["plan"]).toMatchObject({ kind: "rotate", files: [{ path: rotation(1) }, { path: DOCUMENT }] });
    expect(changed()).toEqual([]);
    expect(await rotate(key)).toEqual({ ...planned, dry_run: false });
    expect(changed()).toEqual([DOCUMENT, rotation(1)]);
    expect(kit.review()).toEqual(["review", "risk/key-added"]);
    for (const { bytes } of kit.changes()) {
      const text = new TextDecoder().decode(bytes);
      expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    }
  });

  test("goes on from the rotation before, and may replace the key that signs", async () => {
    const next = await second();
    const third = await kit.newKey();
    const replacing = ["--key", next.slice(0, 8), "--replaces", next.slice(0, 8)];
    expect(await rotate(third, ...replacing)).toMatchObject({
      ok: true,
      change: { seq: 3, rotation: 2, signer: next, replaces: next },
    });
    expect(kit.review()).toEqual(["review", "risk/key-added"]);
  });

  test("binds a key to apps, which signs packages and versions then", async () => {
    const ci = await kit.newKey();
    const apps = "com.example.notes, com.example.camera,com.example.notes";
    expect(await rotate(ci, "--apps", apps)).toMatchObject({
      ok: true,
      change: { rotation: 1, use: ["package", "version"], apps: ["com.example.notes", "com.example.camera"] },
    });
    expect(kit.review()).toEqual(["review", "risk/key-added"]);
  });

  test("writes the developer document only for a key that devices have no use for", async () => {
    const key = await kit.newKey();
    expect(await rotate(key, "--use", "event,version")).toMatchObject({
      ok: true,
      plan: { kind: "developer-change" },
      change: { rotation: null, use: ["version", "event"] },
    });
    expect(changed()).toEqual([DOCUMENT]);
    expect(kit.review()).toEqual(["review", "risk/key-added"]);
  });

  test("opens each key with its own passphrase", async () => {
    for (const [name, secret] of Object.entries({ old: "open sesame", new: "shibboleth" })) {
      writeFileSync(join(kit.home, name), secret);
    }
    const key = ((await kit.run("generate", "--passphrase-file", join(kit.home, "new")))["key"] as { keyid: string })
      .keyid;
    expect(await rotate(key, "--passphrase-file", join(kit.home, "old"))).toMatchObject(refused("passphrase-wrong"));
    expect(await rotate(key, "--new-passphrase-file", join(kit.home, "new"))).toMatchObject({ ok: true });
    kit.merge();
    const third = await kit.newKey();
    const asked = await kit.cli(["keys", "rotate", ...GRACE, "--new-key", third, "--key", key], {
      answers: ["shibboleth"],
    });
    expect(asked).toMatchObject({ exitCode: 0, asked: [`Passphrase of key ${key.slice(0, 12)}`] });
  });

  test("tells people what it did and what is next", async () => {
    const key = await kit.newKey();
    const run = await kit.cli(["keys", "rotate", ...GRACE, "--new-key", key, "--replaces", first]);
    expect(run.stdout.replaceAll(kit.cwd, ".").replaceAll(key, "NEW").replaceAll(first.slice(0, 12), "OLD"))
      .toMatchInlineSnapshot(`
      "Wrote .
        writes registry/developers/grace/rotations/1.json
        writes registry/developers/grace.json
        adds key NEW to "grace"
        it may sign: package, version, event, account
        retires key OLD: What the key signed so far stands; it signs nothing newer.
        a person looks at keys that are added
      "
    `);
    expect(run.stderr).toContain("pull request with exactly what was written");
  });

  test.for([
    ["without a new key", () => ["--key", first], "bad-option"],
    ["with a use that keys have not", () => ["--new-key", first, "--use", "package,money"], "bad-option"],
    ["with no use", () => ["--new-key", first, "--use", ","], "bad-option"],
    ["with an app that is none", () => ["--new-key", first, "--apps", "notes"], "bad-option"],
    [
      "of an account key bound to apps",
      () => ["--new-key", first, "--apps", "com.example.notes", "--use", "account"],
      "bad-option",
    ],
    ["with a new key that is nowhere", () => ["--new-key", "no.pem"], "key-missing"],
    ["with a key that may sign something else so far", () => ["--new-key", first, "--use", "event"], "key-listed"],
    ["in place of a key that is not there", () => ["--new-key", first, "--replaces", "0".repeat(64)], "key-unknown"],
    ["in place of a key of too few digits", () => ["--new-key", first, "--replaces", first.slice(0, 7)], "key-unknown"],
  ] as const)("refuses a rotation %s", async ([, options, code]) => {
    expect(await kit.run("rotate", ...GRACE, ...options())).toMatchObject(refused(code));
    expect(changed()).toEqual([]);
  });

  test("refuses keys that may not change so", async () => {
    const stranger = await kit.newKey();
    expect(await rotate(stranger, "--key", stranger)).toMatchObject(refused("key-not-in-charge"));
    expect(await rotate(stranger, "--use", "package", "--replaces", first)).toMatchObject(refused("key-last-account"));
    const next = await second("--replaces", first);
    const third = await kit.newKey();
    expect(await rotate(third, "--key", first)).toMatchObject(refused("key-not-in-charge"));
    expect(await rotate(third, "--key", next, "--replaces", first)).toMatchObject(refused("key-revoked"));
    expect(changed()).toEqual([]);
  });
});

test("a rotation that was merged needs no other one", async () => {
  const next = await second("--replaces", first);
  const again = await rotate(next, "--replaces", first);
  expect(again).toMatchObject({ ok: true, plan: null });
  expect(changed()).toEqual([]);
});

describe("keys revoke", () => {
  test.for(["retired", "lost", "compromised"])("writes a document that review merges, for %s", async (reason) => {
    const next = await second();
    const change = { developer: "grace", seq: 3, keyid: first, reason, signer: next };
    const planned = await revoke(first.slice(0, 8), reason, "--dry-run");
    expect(planned).toMatchObject({ ok: true, dry_run: true, plan: { kind: "developer-change" }, change });
    expect(changed()).toEqual([]);
    expect(await revoke(first.slice(0, 8), reason)).toEqual({ ...planned, dry_run: false });
    expect(changed()).toEqual([DOCUMENT]);
    expect(kit.review()).toEqual(["merge"]);
  });

  test("makes a retired or lost key a compromised one, and nothing else of it", async () => {
    await second();
    await revoke(first, "lost");
    kit.merge();
    expect(await revoke(first, "retired")).toMatchObject(refused("key-revoked"));
    expect(await revoke(first, "lost")).toMatchObject({ ok: true, plan: null });
    expect(await revoke(first, "compromised")).toMatchObject({ ok: true, change: { seq: 4 } });
    expect(kit.review()).toEqual(["merge"]);
    kit.merge();
    expect(await revoke(first, "lost")).toMatchObject(refused("key-revoked"));
  });

  test("tells people what follows from each reason", async () => {
    const next = await second();
    const said: string[] = [];
    for (const reason of ["retired", "lost", "compromised"]) {
      const run = await kit.cli(["keys", "revoke", ...GRACE, "--revoke", next, "--reason", reason, "--dry-run"]);
      said.push(run.stdout.replaceAll(kit.cwd, ".").replaceAll(next, "KEY"));
    }
    expect(said.join("")).toMatchInlineSnapshot(`
      "Would write .
        writes registry/developers/grace.json
        revokes key KEY of "grace" as retired
        What the key signed so far stands; it signs nothing newer.
        a revocation is never taken back
      Would write .
        writes registry/developers/grace.json
        revokes key KEY of "grace" as lost
        What the key signed so far stands; it signs nothing newer. If a copy turns up in other hands, revoke it again as compromised.
        a revocation is never taken back
      Would write .
        writes registry/developers/grace.json
        revokes key KEY of "grace" as compromised
        Nothing that the key signed is believed any more: the store yanks every version that only this key signed, and devices refuse it.
        a revocation is never taken back
      "
    `);
  });

  test("refuses to revoke a key by its own word, the last account key, or nobody's", async () => {
    for (const by of [[], ["--key", first]]) {
      expect(await revoke(first, "lost", ...by)).toMatchObject(refused("key-last-account"));
    }
    const next = await second();
    expect(await revoke(next, "lost", "--key", next)).toMatchObject(refused("key-not-in-charge"));
    expect(await revoke(await kit.newKey(), "lost")).toMatchObject(refused("key-unknown"));
    expect(await revoke(first, "stolen")).toMatchObject({ ok: false, error: { code: "bad-option" } });
    expect(changed()).toEqual([]);
  });
});

describe("without --key", () => {
  test("the key of this machine that is in charge signs", async () => {
    const ci = await second("--apps", "com.example.notes");
    expect(await revoke(ci, "retired")).toMatchObject({ ok: true, change: { signer: first } });
  });

  test("nobody signs where none is in charge", async () => {
    const key = await kit.newKey();
    for (const half of ["pem", "pub.json"]) rmSync(join(kit.home, "keys", `${first}.${half}`));
    expect(await rotate(key)).toMatchObject(refused("key-not-in-charge"));
  });

  test("somebody has to choose between several", async () => {
    await second();
    expect(await rotate(await kit.newKey())).toMatchObject(refused("key-ambiguous"));
  });
});

describe("a checkout", () => {
  const command = ["rotate", "--developer", "grace", "--new-key", "none.pem"] as const;

  test("has to be one of a registry that knows the developer", async () => {
    const elsewhere = ["--out", "nowhere", "--api-url", "http://127.0.0.1:1"];
    expect(await kit.run(...command, ...elsewhere)).toMatchObject(refused("forge-unreachable"));
    const [rotating, ...rest] = command;
    const other = rest.map((each) => (each === "grace" ? "hopper" : each));
    expect(await kit.run(rotating, ...other, "--out", ".")).toMatchObject(refused("developer-missing"));
  });

  test("has to be whole and right", async () => {
    await second();
    const spoil = (path: string, text: string): void => writeFileSync(join(kit.cwd, path), text);
    const [before] = [...kit.merged].filter(([path]) => path === rotation(1)).map(([, bytes]) => bytes);
    rmSync(join(kit.cwd, rotation(1)));
    spoil(rotation(2), new TextDecoder().decode(before));
    expect(await kit.run(...command, "--out", ".")).toMatchObject({
      ok: false,
      error: { code: "registry-document", message: expect.stringContaining(rotation(2)) },
    });
    rmSync(join(kit.cwd, rotation(2)));
    spoil(DOCUMENT, "{}\n");
    expect(await kit.run(...command, "--out", ".")).toMatchObject({
      ok: false,
      error: { code: "registry-document", message: expect.stringContaining(DOCUMENT) },
    });
  });

  test("may hold what editors leave", async () => {
    await second();
    writeFileSync(join(kit.cwd, `${rotation(1)}~`), "old");
    writeFileSync(join(kit.cwd, "registry/developers/grace/rotations/.1.json"), "old");
    expect(await rotate(await kit.newKey(), "--key", first)).toMatchObject({ ok: true, change: { rotation: 2 } });
  });
});
