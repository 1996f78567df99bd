import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { PSEUDO_MARKS } from "./i18n/pseudo-locale.ts";
import { openSite, type OpenSite } from "../testing/open-site.ts";

let store: OpenSite;

beforeAll(async () => {
  store = await openSite();
});
afterEach(() => store.closeWindows());
afterAll(() => store.close());

const APP = "/apps/com.mosis.weather/";

test("badges draw what apps are called within their edges, and run nothing of it", async () => {
  for (const path of [
    "/badges/org.example.trap.svg",
    "/badges/com.mosis.notes.svg",
    "/badges/get-it-on-mosis-dark.svg",
  ]) {
    const { page, errors } = await store.open(path, {});
    const outside = await page.evaluate(() => {
      const { right, bottom } = document.documentElement.getBoundingClientRect();
      return [...document.querySelectorAll("text")].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width === 0 || box.left < 0 || box.top < 0 || box.right > right || box.bottom > bottom;
      }).length;
    });
    expect({ path, outside, errors, title: await page.evaluate(() => document.title) }).toEqual({
      path,
      outside: 0,
      errors: [],
      title: expect.not.stringMatching(/^owned$/),
    });
  }
});

test("without script everything is there but the buttons that need it", async () => {
  const { page } = await store.open(APP, { javaScriptEnabled: false });
  await expectVisible(page, "text=mosis device install com.mosis.weather");
  await expectVisible(page, "text=See where this phone is");
  expect(await page.locator(".theme").isVisible()).toBe(false);
  expect(await page.locator(".copy").first().isVisible()).toBe(false);
  await page.locator("summary", { hasText: "Where it comes from" }).click();
  await expectVisible(page, "text=SHA-256 of the package");
});

test("a chosen theme stays, in the store and in the docs, until the system's is chosen again", async () => {
  const { page } = await store.open("/", { colorScheme: "light" });
  const scheme = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await page.locator(".theme").click();
  expect(await scheme()).toBe("dark");
  await page.goto(`${store.url}/docs/`);
  expect(await scheme()).toBe("dark");
  await page.goto(`${store.url}${APP}`);
  expect(await scheme()).toBe("dark");
  await page.locator(".theme").click();
  expect(await scheme()).toBe("light dark");
});

test("commands can be copied", async () => {
  const { page, errors } = await store.open(APP, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.locator(".copy").first().click();
  await page.locator("text=Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    "mosis device install com.mosis.weather --store https://store.example",
  );
  expect(errors).toEqual([]);
});

test("screenshots can be enlarged, and turned over by keyboard and by mouse", async () => {
  const { page, errors } = await store.open(APP, {});
  const thumbs = page.locator(".shots a");
  const caption = page.locator(".lightbox p");
  const alts = await page
    .locator(".shots img")
    .evaluateAll((images) => images.map((image) => image.getAttribute("alt")));
  await thumbs.nth(0).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => caption.textContent()).toBe(alts[0]);
  await page.keyboard.press("ArrowRight");
  expect(await caption.textContent()).toBe(alts[1]);
  await page.locator(".lightbox button[value='-1']").click();
  await page.locator(".lightbox button[value='-1']").click();
  expect(await caption.textContent()).toBe(alts.at(-1));
  expect(await page.locator(".lightbox img").evaluate((image: HTMLImageElement) => image.alt)).toBe(alts.at(-1));
  await page.keyboard.press("Escape");
  expect(await page.locator(".lightbox").isVisible()).toBe(false);
  expect(await thumbs.nth(0).evaluate((link) => link === document.activeElement)).toBe(true);
  expect(errors).toEqual([]);
});

test("a phone finds the page by its code", async () => {
  const { page, errors } = await store.open(APP, {});
  await page.locator(".qr summary").click();
  const code = page.locator(".qr svg");
  await code.waitFor();
  expect(await code.getAttribute("aria-label")).toBe("QR code with the address of this page");
  expect((await code.boundingBox())?.width).toBeGreaterThan(150);
  expect(errors).toEqual([]);
});

test("any two versions can be compared, and the choice can be sent to others", async () => {
  const { page, errors } = await store.open(`${APP}compare/?from=1&to=24`, {});
  const result = page.locator(".result");
  await expect.poll(() => result.textContent()).toContain("1.0.0 → 2.0.1");
  await page.locator("select[name=from]").selectOption("24");
  await expect.poll(() => result.textContent()).toContain("The contents are the same.");
  expect(new URL(page.url()).search).toBe("?from=24&to=24");
  expect(errors).toEqual([]);
});

test("the whole card leads to the app, by mouse and by keyboard", async () => {
  const { page } = await store.open("/categories/productivity/", {});
  await page.locator(".card", { hasText: "Write it down" }).locator("p").click({ force: true });
  await page.waitForURL("**/apps/com.mosis.notes/", { waitUntil: "load" });
  await page.keyboard.press("Tab");
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
});

test("every text of every page is translated, but for what apps, developers and operators wrote", async () => {
  const pages = [...store.site.pages.keys()].filter(
    (path) => path.startsWith("en-XA/") && !/filler|north-light\/\d/.test(path),
  );
  const { page } = await store.open("/en-XA/", {});
  const forgotten = await page.evaluate(
    async ({ paths, marks: [begin, end] }) => {
      const theirs = "[dir=auto], [translate=no], code, pre, script, style, time";
      const isMeasure = (part: string): boolean => /^[\d.,]+ (?:kB|MB|bytes?)$|^\d+ [A-Z]\w+ \d{4}$/.test(part);
      const isForgotten = (part: string): boolean =>
        /\p{L}{2}/u.test(part) && !isMeasure(part) && !(part.startsWith(begin) && part.endsWith(end));
      const isOurs = (text: string): boolean => text.split("·").some((part) => isForgotten(part.trim()));
      const found: string[] = [];
      for (const path of paths) {
        const { body } = new DOMParser().parseFromString(await (await fetch(`/${path}`)).text(), "text/html");
        const nodes = document.createNodeIterator(body, NodeFilter.SHOW_TEXT);
        for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
          const text = node.textContent?.trim() ?? "";
          if (isOurs(text) && node.parentElement?.closest(theirs) === null) found.push(`${path}: ${text}`);
        }
        for (const element of body.querySelectorAll("[aria-label], [placeholder], [title]")) {
          for (const name of ["aria-label", "placeholder", "title"]) {
            const text = element.getAttribute(name) ?? "";
            if (isOurs(text)) found.push(`${path}: ${name}=${text}`);
          }
        }
      }
      return found;
    },
    { paths: pages, marks: PSEUDO_MARKS },
  );
  expect(pages.length).toBeGreaterThan(10);
  expect(forgotten).toEqual([]);
});

test("pages in Arabic run from right to left, and others can be reached from them", async () => {
  const { page, errors } = await store.open(`/ar${APP}`, { viewport: { width: 360, height: 800 } });
  expect(errors).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const [icon, name] = await Promise.all(
    [".head .icon", ".head h1"].map((selector) => page.locator(selector).boundingBox()),
  );
  expect(icon?.x).toBeGreaterThan(name?.x ?? Number.POSITIVE_INFINITY);
  await page.locator(".languages a", { hasText: "Deutsch" }).click();
  await page.waitForURL(`**/de${APP}`);
  await page.locator("text=Was sie darf").first().waitFor();
});

test("the docs can be searched, and only the docs", async () => {
  const { page, errors } = await store.open("/docs/", {});
  await page.locator("button[data-open-modal]").click();
  await page.locator("#starlight__search input").fill("package format");
  const found = async (): Promise<readonly string[]> =>
    page
      .locator(".pagefind-ui__result-link")
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  await expect.poll(found, { timeout: 20_000 }).toContain("/docs/guides/package-format/");
  expect((await found()).filter((path) => !path.startsWith("/docs/"))).toEqual([]);
  expect(errors).toEqual([]);
});

test("the docs lead back to the store", async () => {
  const { page } = await store.open("/docs/getting-started/", {});
  await page.locator("a", { hasText: "Mosis Store" }).first().click();
  await page.waitForURL((url) => url.pathname === "/");
});

async function expectVisible(page: Page, selector: string): Promise<void> {
  expect(await page.locator(selector).first().isVisible(), selector).toBe(true);
}
