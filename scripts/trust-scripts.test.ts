import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { RecoveryStatement } from "../src/core/trust/recoveries.ts";
import { readAuthority } from "../src/core/trust/authority.ts";
import { recoveriesOf } from "../src/core/trust/recoveries.ts";
import { encodePretty, parseSignedDocument } from "../src/core/json/signed-document.ts";
import { signDocument } from "../src/core/signing/signatures.ts";
import { nodeCrypto } from "../src/node/crypto.ts";
import { generateKeyPem, openKeyPem } from "../src/node/key-file.ts";
import { temporaryFolder } from "../src/testing/cli/temporary-folder.ts";
import { aRecovery, aRotation, type KeyChange } from "../src/testing/recovery-kit.ts";
import { type EndedScript, runScriptFile } from "../src/testing/run-script.ts";
import { aStore } from "../src/testing/store-kit.ts";

// Each script as its own process, as operators and key holders run it.

const PASSPHRASE = "a long passphrase";
const DAY_MS = 86_400_000;

let begun: string;
beforeAll(async () => {
  begun = await mkdtemp(join(tmpdir(), "mosis-trust-scripts-"));
  const args = ["--keys", "keys", "--bit-length", "2"];
  const { code, stderr } = await runScriptFile("trust-init.ts", args, { cwd: begun, passphrase: PASSPHRASE });
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => rm(begun, { recursive: true, force: true }));

let cwd: string;
beforeEach(async () => {
  cwd = temporaryFolder();
  await cp(begun, cwd, { recursive: true });
});

const run = (name: string, args: readonly string[] = [], passphrase: string = PASSPHRASE): Promise<EndedScript> =>
  runScriptFile(name, args, { cwd, passphrase });
const draft = (...args: readonly string[]): Promise<EndedScript> => run("trust-rotate.ts", args);
const check = (): Promise<EndedScript> => run("trust-check.ts");

/** A key holder copies the registry to a machine of their own, signs there, and brings back what changed. */
async function signElsewhere(holder: number): Promise<EndedScript> {
  const own = join(cwd, `machine-${holder}`);
  await cp(join(cwd, "registry"), join(own, "registry"), { recursive: true });
  const key = join(cwd, "keys/offline", `offline-${holder}.pem`);
  const ended = await runScriptFile("trust-sign.ts", ["--key", key], { cwd: own, passphrase: PASSPHRASE });
  await cp(join(own, "registry/trust"), join(cwd, "registry/trust"), { recursive: true });
  return ended;
}

async function keyIdOf(holder: number): Promise<string> {
  const pem = await readFile(join(cwd, "keys/offline", `offline-${holder}.pem`), "utf8");
  return openKeyPem(pem, PASSPHRASE).key.keyid;
}

const trustFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const folder = join(cwd, "registry/trust");
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")])),
  );
};

async function recoveries(version: number): Promise<readonly RecoveryStatement[]> {
  const files = await trustFiles();
  const roots = Object.entries(files).filter(([name]) => name.endsWith(".root.json"));
  const bytes = (text: string | undefined): Uint8Array => new TextEncoder().encode(text);
  const targets = bytes(files[`${version}.targets.json`]);
  return recoveriesOf(readAuthority({ roots: roots.map(([, text]) => bytes(text)), targets }, nodeCrypto).targets);
}

describe("a ceremony", () => {
  test("goes from key holder to key holder, and says each time who still has to sign", async () => {
    const [one, two, three] = [await keyIdOf(1), await keyIdOf(2), await keyIdOf(3)];
    expect(await check()).toMatchObject({ code: 0, stdout: expect.not.stringContaining("may sign") });

    const drafted = await draft("--bit-length", "5");
    expect(drafted).toMatchObject({ code: 0, stderr: "" });
    expect(linesOf(drafted)).toEqual([
      expect.stringMatching(/^2\.root\.json expires at .*, in 36[45] days$/),
      "  root 1: 0 of the 2 that must have signed",
      ...[one, two, three].toSorted().map((keyid) => `    may sign     ${keyid}`),
      "  root 2: 0 of the 2 that must have signed",
      ...[one, two, three].toSorted().map((keyid) => `    may sign     ${keyid}`),
      expect.stringMatching(/^2\.targets\.json expires at /),
      "  targets of root 2: 0 of the 2 that must have signed",
      ...[one, two, three].toSorted().map((keyid) => `    may sign     ${keyid}`),
    ]);
    expect((await check()).code).toBe(1);

    const first = await signElsewhere(1);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(linesOf(first)[0]).toBe(`${one} signed 2.root.json, 2.targets.json`);
    expect(linesOf(first).filter((line) => line.includes("of the 2"))).toEqual([
      "  root 1: 1 of the 2 that must have signed",
      "  root 2: 1 of the 2 that must have signed",
      "  targets of root 2: 1 of the 2 that must have signed",
    ]);
    expect(first.stdout).toContain(`    signed       ${one}\n`);
    expect(first.stdout).not.toContain(`may sign     ${one}`);
    expect(first.stdout).toContain(`may sign     ${two}`);
    expect((await check()).code).toBe(1);

    const second = await signElsewhere(2);
    expect(linesOf(second)[0]).toBe(`${two} signed 2.root.json, 2.targets.json`);
    expect(second.stdout).not.toContain("may sign");
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining("root 2: 2 of the 2") });

    const before = await trustFiles();
    expect(await signElsewhere(3)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${three} signed nothing: no signature of it is wanted`),
    });
    expect(await trustFiles()).toEqual(before);
  });

  test("is not begun twice", async () => {
    expect((await draft()).code).toBe(0);
    const before = await trustFiles();
    expect(await draft()).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "2.root.json: It is still a draft: have it signed, or delete it first.\n",
    });
    expect(await trustFiles()).toEqual(before);
  });

  test.for<[string, readonly string[], RegExp]>([
    ["a key that is none", ["--bins", "abc"], /^abc is no public key: 64 lower-case hex digits\.\n$/],
    ["a number of bins that is none", ["--bit-length", "many"], /^--bit-length is a number from 1 to 14/],
    ["too few offline keys", ["--offline", "11".repeat(32)], /^2\.root\.json: /],
    ["an option that is none", ["--frobnicate"], /Unknown option '--frobnicate'/],
    ["another folder", ["--registry", "elsewhere"], /ENOENT.*elsewhere/],
    ["a recovery without a registry", ["--recover", "registry/trust/1.root.json"], /there is no registry\.json/],
    ["a recovery that is not there", ["--recover", "gone.json"], /ENOENT.*gone\.json/],
    ["the end of a recovery that is not stated", ["--withdraw-recovery", "ada/1"], /states no recovery ada\/1/],
  ])("does not begin with %s", async ([, args, reason]) => {
    const before = await trustFiles();
    expect(await draft(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(reason) });
    expect(await trustFiles()).toEqual(before);
  });
});

describe("nothing is signed", () => {
  beforeEach(async () => {
    await draft();
    await writeFile(join(cwd, "stranger.pem"), generateKeyPem(null));
    await writeFile(join(cwd, "notes.pem"), "no key at all");
  });

  test.for<[string, readonly string[], string, RegExp]>([
    ["without a key", [], PASSPHRASE, /^--key FILE says with which key to sign/],
    ["with a key file that is not there", ["--key", "gone.pem"], PASSPHRASE, /ENOENT.*gone\.pem/],
    ["with the wrong passphrase", ["--key", "keys/offline/offline-1.pem"], "guess", /passphrase does not open the key/],
    ["with a file that holds no key", ["--key", "notes.pem"], PASSPHRASE, /holds no PKCS#8 private key/],
    ["by a stranger", ["--key", "stranger.pem"], "", /is none of the keys that sign for these documents/],
    ["by an online key", ["--key", "keys/online/bins.pem"], "", /is none of the keys that sign for these documents/],
  ])("%s", async ([, args, passphrase, reason]) => {
    const before = await trustFiles();
    const ended = await run("trust-sign.ts", args, passphrase);
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(reason) });
    expect(await trustFiles()).toEqual(before);
  });

  test("without a passphrase", async () => {
    const args = ["--key", "keys/offline/offline-1.pem"];
    const ended = await runScriptFile("trust-sign.ts", args, { cwd });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringMatching(/encrypted with a passphrase/) });
  });
});

describe("a recovery of lost keys", () => {
  const store = aStore();
  const record = store.registry().developers.get(store.developer.id)!;

  /** The registry of a store whose only developer is Ada, and her rotation in a file. */
  async function lose(change: KeyChange = aRecovery(record)): Promise<KeyChange> {
    for (const [path, bytes] of store.registryFiles()) await put(`registry/${path}`, bytes);
    await put("rotation.json", change.files[0]!.bytes);
    return change;
  }

  async function put(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(join(cwd, path, ".."), { recursive: true });
    await writeFile(join(cwd, path), bytes);
  }

  async function ceremony(...args: readonly string[]): Promise<EndedScript> {
    const drafted = await draft(...args);
    if (drafted.code === 0) for (const holder of [1, 2]) expect((await signElsewhere(holder)).code).toBe(0);
    return drafted;
  }

  const land = async ({ files }: KeyChange): Promise<void> => {
    for (const { path, bytes } of files) await put(path, bytes);
  };

  test("is stated for a week from the draft on, and carried over ever after", async () => {
    await lose();
    const started = Date.now();
    const drafted = await ceremony("--recover", "rotation.json");
    const [statement] = await recoveries(2);
    expect(statement).toMatchObject({ developer: "ada", seq: 1, developer_seq: 1 });
    const from = Date.parse(statement!.not_before);
    expect(from - started).toBeGreaterThan(7 * DAY_MS - 1000);
    expect(from - Date.now()).toBeLessThanOrEqual(7 * DAY_MS);
    expect(linesOf(drafted).slice(-2)).toEqual([
      "recoveries of lost keys that are stated: 1",
      `    new          ada/1, rotation ${statement!.rotation}, counts from ${statement!.not_before} on`,
    ]);
    expect((await check()).code).toBe(0);
    const again = await ceremony("--bit-length", "3");
    expect(linesOf(again).at(-1)).toBe("recoveries of lost keys that are stated: 1");
    expect(await recoveries(3)).toEqual([statement]);
  });

  test("can be withdrawn until it has landed, and stated anew", async () => {
    await lose();
    await ceremony("--recover", "rotation.json");
    const before = await trustFiles();
    await put("rotation.json", aRecovery(record).files[0]!.bytes);
    expect(await draft("--recover", "rotation.json")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/states a recovery ada\/1 already\..*--withdraw-recovery ada\/1/),
    });
    expect(await trustFiles()).toEqual(before);
    const [statement] = await recoveries(2);
    const drafted = await ceremony("--recover", "rotation.json", "--withdraw-recovery", "ada/1");
    expect(linesOf(drafted).at(-1)).toBe(`    withdrawn    ada/1, rotation ${statement!.rotation}`);
    const [other] = await recoveries(3);
    expect(other!.rotation).not.toBe(statement!.rotation);
  });

  test("is never dropped once it has landed", async () => {
    const lost = await lose();
    await ceremony("--recover", "rotation.json");
    await land(lost);
    expect((await check()).code).toBe(0);
    const before = await trustFiles();
    const reason = 'No device could follow "ada" under these documents: Rotation 1 of "ada" is not signed';
    expect(await draft("--withdraw-recovery", "ada/1")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(reason),
    });
    expect(await trustFiles()).toEqual(before);

    // Somebody writes a draft by hand.
    expect((await draft()).code).toBe(0);
    const path = join(cwd, "registry/trust/3.targets.json");
    const parsed = parseSignedDocument(await readFile(path), path);
    if (!parsed.ok) throw new TypeError(path);
    const { mosis_recoveries: _, ...body } = parsed.document.signed;
    await writeFile(path, encodePretty(signDocument(body as typeof parsed.document.signed, [])));
    const forged = await trustFiles();
    expect(await signElsewhere(1)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(reason) });
    expect(await trustFiles()).toEqual(forged);
    const checked = await check();
    expect(checked).toMatchObject({ code: 1, stderr: expect.stringContaining(reason) });
    expect(checked.stdout).toContain("    withdrawn    ada/1");
  });

  test.for<[string, () => Promise<unknown>, RegExp]>([
    ["that an account key signed", () => lose(aRotation(record, store.developer.signer)), /owner\/recovery.*\n$/],
    ["that its own key did not sign", () => lose(aRecovery(record, { signers: () => [] })), /owner\/signature/],
    ["out of turn", () => lose(aRecovery(record, { rotation: { seq: 2 } })), /owner\/seq/],
    [
      "of another registry",
      () => lose(aRecovery(record, { rotation: { registry: "other" } })),
      /registry\/other-registry/,
    ],
    ["of nobody", () => lose(aRecovery(record, { rotation: { developer: "eve" as never } })), /registry\/dangling/],
    ["that landed already", async () => land(await lose()), /owner\/seq/],
    ["that is none", async () => put("rotation.json", (await lose()).files[1]!.bytes), /registry\/schema/],
    ["that is no document", async () => (await lose(), await put("rotation.json", new Uint8Array(3))), /json\//],
  ])("is not stated of a rotation %s", async ([, begin, reason]) => {
    await begin();
    const before = await trustFiles();
    const ended = await draft("--recover", "rotation.json");
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(reason) });
    expect(ended.stderr).toMatch(/^rotation\.json: /);
    expect(await trustFiles()).toEqual(before);
  });
});

function linesOf({ stdout }: EndedScript): readonly string[] {
  return stdout.trimEnd().split("\n");
}
