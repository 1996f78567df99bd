import { brotliCompressSync } from "node:zlib";

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { openSite, type OpenSite } from "../../testing/open-site.ts";
import { loadingFaults } from "../../testing/page-faults.ts";

/** Bytes after brotli of all scripts that a search loads (DESIGN, floors of a store page). */
const SCRIPT_BYTES = 3072;

let store: OpenSite;

beforeAll(async () => {
  store = await openSite();
});
afterEach(() => store.closeWindows());
afterAll(() => store.close());

/** What comes of a search may take a while on a busy machine. */
const BUSY = { timeout: 15_000 };
const field = (page: Page) => page.locator("#search input");
const names = (page: Page): Promise<readonly string[]> =>
  page.locator(".search .card a").evaluateAll((links) => links.map((link) => link.textContent.trim()));
const said = (page: Page): Promise<string> => page.locator("[role=status]").innerText();
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent.trim() || (document.activeElement?.tagName ?? ""));

test("what is typed is found, counted and in the address", async () => {
  const { page, errors } = await store.open("/search/");
  await field(page).fill("notes");
  await expect.poll(() => names(page), BUSY).toEqual(["Notes"]);
  expect(await said(page)).toBe("1 app found");
  await expect.poll(() => new URL(page.url()).search, BUSY).toBe("?q=notes");
  const card = page.locator(".search .card");
  expect(await card.locator("p").innerText()).toBe("Write it down, find it again.");
  expect(await card.locator("small").innerText()).toBe("Productivity");
  expect(await card.locator("img").evaluate((image: HTMLImageElement) => image.decode().then(() => image.width))).toBe(
    64,
  );
  await field(page).fill("");
  await expect.poll(() => names(page), BUSY).toEqual([]);
  expect(await page.locator("text=Or look through a category").isVisible()).toBe(true);
  expect(errors).toEqual([]);
});

test("a name that is typed wrong is found, and said", async () => {
  const { page, errors } = await store.open("/search/?q=wetaher");
  await expect.poll(() => names(page), BUSY).toEqual(["Weather"]);
  expect(await said(page)).toBe("1 app found · Also looked for: weather");
  await field(page).fill("qqqqqq");
  await expect.poll(() => said(page), BUSY).toBe("Nothing found. Try other or fewer words.");
  expect(errors).toEqual([]);
});

test("filters leave what fits, with counts, and the browser goes back through them", async () => {
  const { page, errors } = await store.open("/search/?q=mosis");
  await expect.poll(() => names(page), BUSY).toHaveLength(2);
  const permission = page.locator("select[name=permission]");
  const labels = (): Promise<readonly string[]> =>
    permission
      .locator("option")
      .evaluateAll((options) =>
        options.flatMap((option) =>
          (option as HTMLOptionElement).hidden ? [] : [(option as HTMLOptionElement).label],
        ),
      );
  expect(await labels()).toContain("Asks for nothing (1)");
  await permission.selectOption("none");
  await expect.poll(() => names(page), BUSY).toEqual(["Fifteen"]);
  expect(new URL(page.url()).search).toBe("?q=mosis&permission=none");
  await page.locator("select[name=category]").selectOption("games");
  await expect.poll(() => said(page), BUSY).toBe("1 app found");
  await page.goBack();
  await page.goBack();
  await expect.poll(() => names(page), BUSY).toHaveLength(2);
  expect(await permission.inputValue()).toBe("");
  await page.goForward();
  await expect.poll(() => names(page), BUSY).toEqual(["Fifteen"]);
  await page.reload();
  await expect.poll(() => names(page), BUSY).toEqual(["Fifteen"]);
  expect(await permission.inputValue()).toBe("none");
  expect(errors).toEqual([]);
});

test("the keyboard leads from any page to an app", async () => {
  const { page, errors } = await store.open("/apps/com.mosis.notes/");
  await page.keyboard.press("/");
  await page.keyboard.type("mosis");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search/?q=mosis");
  await expect.poll(() => names(page), BUSY).toHaveLength(2);
  const [first = "", second = ""] = await names(page);
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe(first);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe(second);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  expect(await focused(page)).toBe("INPUT");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  expect([await focused(page), await field(page).inputValue()]).toEqual(["INPUT", ""]);
  await page.keyboard.type("fifteen");
  await expect.poll(() => names(page), BUSY).toEqual(["Fifteen"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/apps/com.mosis.fifteen/");
  expect(errors).toEqual([]);
});

test("without script the page says so and leads to the categories", async () => {
  const { page } = await store.open("/de/search/?q=notes", { javaScriptEnabled: false });
  expect(await page.locator("text=Die Suche braucht JavaScript").isVisible()).toBe(true);
  expect(await page.locator(".filters").isVisible()).toBe(false);
  await page.locator("a", { hasText: "Produktivität" }).click();
  expect(new URL(page.url()).pathname).toBe("/de/categories/productivity/");
  await field(page).fill("notes");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/de/search/?q=notes");
});

test("a page in another language finds and shows texts in that language", async () => {
  const { page, errors } = await store.open("/es/search/?q=apúntalo");
  await expect.poll(() => names(page), BUSY).toEqual(["Notes"]);
  expect(await page.locator(".search .card p").innerText()).toBe("Apúntalo y encuéntralo.");
  expect(await said(page)).toBe("1 app encontrada");
  await page.locator(".search .card a").click();
  expect(new URL(page.url()).pathname).toBe("/es/apps/com.mosis.notes/");
  expect(errors).toEqual([]);
});

test("texts of hostile apps are texts", async () => {
  const { page, errors } = await store.open("/search/?q=onerror");
  await expect.poll(() => names(page), BUSY).not.toEqual([]);
  expect(await page.title()).not.toBe("owned");
  expect(await page.locator(".search .card script, .search .card [onerror]").count()).toBe(0);
  await field(page).fill(`"><script>document.title="owned"</script>`);
  await expect.poll(() => said(page), BUSY).toMatch(/found/);
  expect(await page.title()).not.toBe("owned");
  expect(errors).toEqual([]);
});

test("a search that cannot be loaded says so, and works as soon as it can", { tags: ["deep"] }, async () => {
  const { page } = await store.open("/search/");
  await page.context().setOffline(true);
  await field(page).fill("notes");
  await expect.poll(() => said(page), BUSY).toMatch(/^The search could not be loaded/);
  await page.context().setOffline(false);
  await field(page).press("Enter");
  await expect.poll(() => names(page), BUSY).toEqual(["Notes"]);
});

test("more results are shown when they are asked for", { tags: ["deep"] }, async () => {
  const { page } = await store.open("/search/?q=weather");
  await expect.poll(() => names(page), BUSY).toHaveLength(12);
  await page.locator(".more").click();
  await expect.poll(() => names(page), BUSY).toHaveLength(13);
  expect(await page.locator(".more").isVisible()).toBe(false);
});

test.for([
  ["/search/?q=weather", 360],
  ["/ar/search/?q=weather", 1440],
] as const)("%s does not jump at %i pixels", async ([path, width]) => {
  const { page, errors } = await store.open(path, { viewport: { width, height: 800 } });
  await expect.poll(() => names(page), BUSY).toHaveLength(12);
  expect([...errors, ...(await loadingFaults(page))]).toEqual([]);
});

test("a search loads scripts of at most 3 KB", async () => {
  const sizes: number[] = [];
  const { page } = await store.open("/404.html");
  page.on("response", (response) => {
    const file = store.site.pages.get(new URL(response.url()).pathname.slice(1));
    if (response.url().endsWith(".js") && file !== undefined) sizes.push(brotliCompressSync(file).length);
  });
  // By address, for a page that was there before may have left scripts.
  await page.goto(new URL("/search/?q=weather", page.url()).href);
  await expect.poll(() => names(page), BUSY).toHaveLength(12);
  const inline = await page
    .locator("script:not([src])")
    .evaluateAll((scripts) => scripts.map((each) => each.textContent));
  const total = sizes.reduce((sum, size) => sum + size, brotliCompressSync(inline.join("\n")).length);
  expect(sizes.length).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(SCRIPT_BYTES);
});
