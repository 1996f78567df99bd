import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
/** Where systems keep their own Node, which may be an old one. */
const SYSTEM_NODES = ["/usr/bin/node", "/usr/local/bin/node"];
/** DESIGN section 11. */
const INSTALLED_BYTES = 25 * (1 << 20);

let work: string;
let shop: string;

// Packs what would be published (`npm test` has built it) and installs it where nothing of this repository is. Dependencies come
// from npm's cache where it has them, else from its registry.
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "mosis-packed-"));
  shop = join(work, "shop");
  mkdirSync(shop);
  writeFileSync(join(shop, "package.json"), "{}\n");
  const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", work], {
    cwd: ROOT,
    env: environment(),
    stdio: ["ignore", "pipe", "ignore"],
    encoding: "utf8",
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const install = ["install", join(work, filename), "--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync("npm", install, { cwd: shop, env: environment(), stdio: "pipe" });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test("the installed package stays small", () => {
  expect(sizeOf(join(shop, "node_modules"))).toBeLessThanOrEqual(INSTALLED_BYTES);
});

test("an app goes from nothing to a verified package", () => {
  const made = mosis(shop, "init", "notes", "--yes");
  expect(made).toMatchObject({ status: 0, stdout: expect.stringContaining("Made Notes (com.example.notes)") });
  const notes = join(shop, "notes");
  expect(mosis(notes, "validate")).toMatchObject({ status: 0, stdout: "this project: no findings\n" });
  expect(json(notes, "validate")).toMatchObject({ ok: true, findings: [] });

  const file = "dist/com.example.notes-1.mosis";
  expect(mosis(notes, "build").stdout).toContain(`Built ${file}`);
  const first = readFileSync(join(notes, file));
  expect(json(notes, "build")).toMatchObject({ ok: true, plan: { version_code: 1 } });
  expect(readFileSync(join(notes, file)).equals(first)).toBe(true);
  execFileSync("unzip", ["-t", file], { cwd: notes, stdio: "pipe" });

  expect(mosis(notes, "verify", file)).toMatchObject({ status: 1 });
  expect(json(notes, "sign", file)).toMatchObject({ ok: false, error: { code: "key-missing" } });
  expect(mosis(notes, "keys", "generate", "--no-passphrase").status).toBe(0);
  const { keys } = json(notes, "keys", "list") as { keys: { keyid: string; path: string }[] };
  expect(keys).toHaveLength(1);
  const [{ keyid, path }] = keys as [{ keyid: string; path: string }];
  execFileSync("openssl", ["pkey", "-in", path, "-noout"], { stdio: "pipe" });

  expect(mosis(notes, "sign", file)).toMatchObject({ status: 0, stdout: `Signed ${file} with key ${keyid}\n` });
  expect(json(notes, "sign", file)).toMatchObject({ ok: true, plan: { packages: [{ action: "keep" }] } });
  expect(mosis(notes, "verify", file)).toMatchObject({ status: 0, stderr: "" });
  expect(json(notes, "verify", file)).toMatchObject({ ok: true, level: "own-key", signers: [{ keyid }] });
  expect(json(notes, "inspect", file)).toMatchObject({ ok: true, manifest: { id: "com.example.notes" } });
  execFileSync("unzip", ["-t", file], { cwd: notes, stdio: "pipe" });

  const bytes = readFileSync(join(notes, file));
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(join(notes, "bad.mosis"), bytes);
  expect(mosis(notes, "verify", "bad.mosis")).toMatchObject({ status: 1, stdout: expect.stringMatching(/zip\//) });
  expect(json(notes, "verify", "bad.mosis")).toMatchObject({ ok: false, findings: [{ severity: "error" }] });
});

test("a key with a passphrase opens for OpenSSL and for nobody without it", () => {
  const made = mosis(shop, "keys", "generate", "--json");
  expect(JSON.parse(made.stdout)).toMatchObject({ ok: false, error: { code: "answer-needed" } });
  const { stdout } = runBin(shop, ["keys", "generate", "--json"], { MOSIS_PASSPHRASE: "open sesame" });
  const { key } = JSON.parse(stdout) as { key: { path: string } };
  execFileSync("openssl", ["pkey", "-in", key.path, "-passin", "pass:open sesame", "-noout"], { stdio: "pipe" });
  const wrong = spawnSync("openssl", ["pkey", "-in", key.path, "-passin", "pass:wrong", "-noout"], { stdio: "pipe" });
  expect(wrong.status).not.toBe(0);
});

test("help needs nothing but itself", () => {
  expect(mosis(shop)).toMatchObject({ status: 0, stdout: expect.stringContaining("keys generate"), stderr: "" });
  expect(mosis(shop, "nonsense")).toMatchObject({ status: 2, stdout: "" });
});

test("help loads nothing of what talks to forges", () => {
  const hook = `import { registerHooks } from "node:module";
    registerHooks({ load(url, context, next) { process._rawDebug(url); return next(url, context); } });`;
  const main = join(shop, "node_modules/mosis/dist/cli/main.js");
  const loaded = (...argv: readonly string[]): string => {
    const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
    return spawnSync(process.execPath, ["--import", preload, main, ...argv], { encoding: "utf8" }).stderr;
  };
  expect(loaded("--help")).toContain("cli/run-cli.js");
  expect(loaded("--help")).not.toMatch(/octokit|isomorphic-git/);
  expect(loaded("publish", "--help")).not.toMatch(/octokit/);
});

test("a reader that leaves early is no failure", () => {
  const piped = spawnSync("sh", ["-c", "mosis --help --json | head -c 1"], {
    cwd: shop,
    env: { ...environment(), PATH: [join(shop, "node_modules/.bin"), environment().PATH].join(delimiter) },
    encoding: "utf8",
  });
  expect(piped).toMatchObject({ status: 0, stdout: "{", stderr: "" });
});

// None where the machine has no other Node.
test.each(SYSTEM_NODES.filter((path) => majorOf(path) < 24))("%s is told in one line that it is too old", (path) => {
  const main = join(shop, "node_modules/mosis/dist/cli/main.js");
  const { status, stdout, stderr } = spawnSync(path, [main, "--help"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^mosis needs Node 24 or newer, this is v\d+\.\d+\.\d+: .*npm i node@24.*\n$/);
});

function mosis(cwd: string, ...argv: readonly string[]) {
  return runBin(cwd, argv, {});
}

/** The one document on stdout of a run with `--json`. */
function json(cwd: string, ...argv: readonly string[]): unknown {
  return JSON.parse(mosis(cwd, ...argv, "--json").stdout);
}

function runBin(cwd: string, argv: readonly string[], extra: Readonly<Record<string, string>>) {
  const env = { ...environment(), MOSIS_HOME: join(work, "home"), ...extra };
  const bin = join(shop, "node_modules/.bin/mosis");
  const { status, stdout, stderr } = spawnSync(bin, argv, { cwd, env, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** This Node first on the path, and nothing of the npm that may have started the tests. */
function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_") && name !== "NODE_OPTIONS");
  const path = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  return { ...(Object.fromEntries(kept) as Record<string, string>), PATH: path };
}

function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function majorOf(path: string): number {
  if (!existsSync(path)) return Number.POSITIVE_INFINITY;
  return Number(/^v(\d+)/.exec(execFileSync(path, ["--version"], { encoding: "utf8" }))?.[1]);
}
