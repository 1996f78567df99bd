import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { openBrowser } from "../browser.ts";
import { bundleModule } from "../bundle.ts";
import type { CheckSubject } from "../../core/package/checking/check-messages.ts";
import type { PackageReport } from "../../core/package/check-package.ts";

/** A page of nothing but what checks packages in a browser, as a site would ship it. */
export interface CheckPage {
  /** The report of each subject as JSON, from one worker. */
  check(subjects: readonly CheckSubject[]): Promise<readonly string[]>;
  /** What is said of a package on which the worker never ends. */
  checkEndlessly(): Promise<PackageReport>;
  close(): Promise<void>;
}

const SITE = join(import.meta.dirname, "../../site/checking");
const ORIGIN = "http://check.test";
/** The checker looks for its worker at the address that its source names. */
const WORKER = "/check-worker.ts";
const PAGE = `<!doctype html><script type="module">
import { browserChecker } from "/browser-checker.js";
const check = browserChecker();
const bytes = (base64) => Uint8Array.fromBase64(base64);
const subjectOf = ({ archive, files }) => archive === undefined
  ? { kind: "files", files: files.map(({ path, data }) => ({ path, data: bytes(data) })) }
  : { kind: "archive", archive: bytes(archive) };
globalThis.checkAll = async () => {
  const packed = (await fetch("/subjects")).body.pipeThrough(new DecompressionStream("gzip"));
  const sent = await new Response(packed).json();
  const reports = await Promise.all(sent.map((each) => check(subjectOf(each))));
  return reports.map((report) => JSON.stringify(report));
};
globalThis.checkEndlessly = () => {
  const work = "onmessage = () => { postMessage({ kind: 'begun', file: 'a.lua' }); for (;;); }";
  const open = () => new Worker(URL.createObjectURL(new Blob([work])));
  return browserChecker({ fileMs: 50, packageMs: 60_000 }, open)({ kind: "files", files: [] });
};
document.title = "ready";
</script>`;

interface PageGlobals {
  readonly document: { readonly title: string };
  checkAll(): Promise<readonly string[]>;
  checkEndlessly(): Promise<PackageReport>;
}

/** Bundles the checker and its worker, and opens a browser on them. */
export async function openCheckPage(): Promise<CheckPage> {
  const checker = await bundleModule(join(SITE, "browser-checker.ts"));
  const worker = await bundleModule(join(SITE, "check-worker.ts"));
  const browser = await openBrowser();
  const page = await browser.newPage();
  let subjects = Buffer.alloc(0);
  await page.route(`${ORIGIN}/**`, async (route) => {
    const script = (bytes: Uint8Array) => ({ body: Buffer.from(bytes), contentType: "text/javascript" });
    const files: Readonly<Record<string, Parameters<typeof route.fulfill>[0]>> = {
      "/": { body: PAGE, contentType: "text/html" },
      "/browser-checker.js": script(checker.bytes),
      [WORKER]: script(worker.bytes),
      "/subjects": { body: subjects, contentType: "application/octet-stream" },
    };
    await route.fulfill(files[new URL(route.request().url()).pathname] ?? { status: 404 });
  });
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => (globalThis as unknown as PageGlobals).document.title === "ready");
  return {
    check(all) {
      subjects = gzipSync(JSON.stringify(all.map(asJson)));
      return page.evaluate(() => (globalThis as unknown as PageGlobals).checkAll());
    },
    checkEndlessly: () => page.evaluate(() => (globalThis as unknown as PageGlobals).checkEndlessly()),
    close: () => browser.close(),
  };
}

function asJson(subject: CheckSubject): unknown {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  return subject.kind === "archive"
    ? { archive: text(subject.archive) }
    : { files: subject.files.map(({ path, data }) => ({ path, data: text(data) })) };
}
