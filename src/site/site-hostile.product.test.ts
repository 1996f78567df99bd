import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { openSite, type OpenSite } from "../testing/open-site.ts";
import { UNRULY_NAME } from "../testing/site-fixture-unruly.ts";

let store: OpenSite;

beforeAll(async () => {
  store = await openSite();
});
afterEach(() => store.closeWindows());
afterAll(() => store.close());

/** Bytes of a page, before they are packed. */
const MOST_BYTES = 64 * 1024;
const HOSTILE = /trap|unruly|unseen|mallory/;

test.each([
  "/apps/org.example.trap/",
  "/developers/mallory/",
  "/apps/org.example.unruly/",
  "/ar/apps/org.example.unruly/",
])("texts on %s are texts: nothing runs, nothing is added", async (path) => {
  const { page, errors } = await store.open(path);
  expect(errors).toEqual([]);
  expect(await page.title()).not.toBe("owned");
  const added = await page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter(
        (element) =>
          element.getAttributeNames().some((name) => name.startsWith("on")) ||
          (element instanceof HTMLAnchorElement && !/^https?:$/.test(element.protocol)) ||
          (element instanceof HTMLImageElement && element.naturalWidth === 0 && element.loading !== "lazy") ||
          (element instanceof HTMLScriptElement && !element.src.startsWith(location.origin)),
      )
      .map((element) => element.outerHTML),
  );
  expect(added).toEqual([]);
});

test("a name that turns text around leaves what is beside it alone", async () => {
  const { page } = await store.open("/developers/mallory/");
  const name = page.locator(".card a", { hasText: "etirovaf" });
  // The first letter that was written is the leftmost one, and the text below it runs on as it does elsewhere.
  const [first, last] = await name.evaluate((link) => {
    const text = link.firstChild?.nodeType === Node.TEXT_NODE ? link.firstChild : link;
    const start = text.textContent?.indexOf("etirovaf") ?? 0;
    return [start, start + 7].map((at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    });
  });
  expect(first).toBeLessThan(last ?? 0);
  await page.goto(`${store.url}/apps/org.example.unruly/`);
  expect(await page.title()).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069]/);
  expect(await page.locator("h1").innerText()).not.toBe(UNRULY_NAME);
});

test("an app whose name nobody can see goes by its id", async () => {
  const { page } = await store.open("/apps/org.example.unseen/");
  expect(await page.locator("h1").innerText()).toBe("org.example.unseen");
  expect(await page.title()).toContain("org.example.unseen");
  await page.goto(`${store.url}/developers/mallory/`);
  expect(await page.locator(".card a", { hasText: "org.example.unseen" }).isVisible()).toBe(true);
});

test("a text of any length leaves a page, which says where the rest is", async () => {
  const pages = [...store.site.pages].filter(([path]) => path.endsWith(".html") && HOSTILE.test(path));
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter(([, bytes]) => bytes.length > MOST_BYTES).map(([path]) => path)).toEqual([]);
  const { page } = await store.open("/apps/org.example.unruly/");
  await page.locator("a", { hasText: "Read all of it" }).click();
  expect(await page.locator("body").innerText()).toContain("189 is one of two hundred lines.");
});
