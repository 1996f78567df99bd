import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { archiveFixtures } from "./archives.ts";
import { NOTES, world } from "./world.ts";
import { toHex } from "../../core/bytes.ts";
import { verifyDownload } from "../../core/device/verify-download.ts";
import { rules } from "../../core/findings/catalogue.ts";
import { type Finding, hasErrors, sortFindings } from "../../core/findings/finding.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import { bytesSource } from "../../core/package/byte-source.ts";
import { readPackageSource } from "../../core/package/read-package.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { fileSource } from "../../node/file-source.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { openBrowser } from "../browser.ts";
import { runInMemory } from "../cli/run-in-memory.ts";

const DIST = join(import.meta.dirname, "../../../dist");
const ORIGIN = "http://core.test";
const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".json": "application/json" };
/** The core as it is compiled, without a bundler, in a page without anything else. */
const PAGE = `<!doctype html><script type="module">
import { checkPackage } from "/core/package/check-package.js";
import { plainInflate as inflate } from "/core/package/inflate.js";
import { readZip } from "/core/package/zip/zip-reader.js";
import { sortFindings } from "/core/findings/finding.js";
globalThis.check = (base64) => {
  const zip = readZip(Uint8Array.fromBase64(base64), { inflate });
  return JSON.stringify(sortFindings(zip.ok ? checkPackage(zip.entries, { inflate }).findings : zip.findings));
};
document.title = "ready";
</script>`;

const run = promisify(execFile);
const { kit, ada, update } = world();
const archives = archiveFixtures(ada.signer);
const cwd = mkdtempSync(join(tmpdir(), "mosis-same-"));
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(DIST, pathname);
    if (pathname === "/") await route.fulfill({ body: PAGE, contentType: "text/html" });
    else if (!existsSync(file)) await route.fulfill({ status: 404 });
    else await route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] ?? "text/plain" });
  });
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => (globalThis as { document?: { title: string } }).document?.title === "ready");
});
afterAll(async () => {
  rmSync(cwd, { recursive: true });
  await browser.close();
});

test("there are 60 archives, and they meet many rules", () => {
  expect(archives).toHaveLength(60);
  const met = new Set(archives.flatMap(({ bytes }) => core(bytes).map(({ rule }) => rule)));
  expect(met.size).toBeGreaterThan(45);
});

describe.for(archives)("$name", ({ name, bytes }) => {
  const file = join(cwd, `${toHex(nodeCrypto.sha256(new TextEncoder().encode(name))).slice(0, 16)}.mosis`);
  const expected = JSON.stringify(core(bytes));
  beforeAll(() => writeFileSync(file, bytes));
  const findingsOf = (stdout: string): string =>
    JSON.stringify((JSON.parse(stdout) as { readonly findings: unknown }).findings);

  test("is told the same by `mosis validate`, in this process and compiled", async () => {
    const here = await runInMemory(["validate", file, "--json"], { cwd });
    expect(findingsOf(here.stdout)).toBe(expected);
    const args = [join(DIST, "cli/main.js"), "validate", file, "--json"];
    const { stdout } = await run(process.execPath, args).catch((error: { readonly stdout: string }) => error);
    expect(findingsOf(stdout)).toBe(expected);
  });

  test("is told the same by review", () => {
    const url = "https://packages.example/fixture.mosis";
    const sha256 = toHex(nodeCrypto.sha256(bytes)) as Sha256;
    const reference = { url, length: bytes.length, sha256, content_digest: "0".repeat(64) as Sha256 };
    const submitted = kit.version(update, [ada.signer], { package: reference });
    const { findings } = kit.review([submitted], { fetched: { [url]: bytes } });
    expect(JSON.stringify(findings.filter(isOfPackage))).toBe(expected);
  });

  test("is told the same by a device that would install it, or refused for it", () => {
    const source = fileSource(file, bytes.length);
    expect(JSON.stringify(sortFindings(readPackageSource(source, nodePackagePorts).findings))).toBe(expected);
    const plan = { app_id: NOTES, to: {}, pin: {} } as unknown as Parameters<typeof verifyDownload>[1];
    if (!hasErrors(core(bytes))) return;
    const verified = verifyDownload({ archive: source, signature: new Uint8Array() }, plan, [], nodePackagePorts);
    expect(verified).toMatchObject({ ok: false, problem: "package" });
    expect(verified.ok ? null : JSON.stringify(sortFindings(verified.findings))).toBe(expected);
  });

  test("is told the same by a page in a browser", async () => {
    const base64 = Buffer.from(bytes).toString("base64");
    const found = await page.evaluate(
      (text) => (globalThis as unknown as { readonly check: (base64: string) => string }).check(text),
      base64,
    );
    expect(found).toBe(expected);
  });
});

function core(bytes: Uint8Array): readonly Finding[] {
  return sortFindings(readPackageSource(bytesSource(bytes), nodePackagePorts).findings);
}

/** Of the package itself, not of the documents about it. */
function isOfPackage({ rule, file }: Finding): boolean {
  return rules[rule].scope === "package" && file?.startsWith("registry/") !== true;
}
