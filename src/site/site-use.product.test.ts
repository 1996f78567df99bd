import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { openSite, type OpenSite } from "../testing/open-site.ts";

let store: OpenSite;

beforeAll(async () => {
  store = await openSite();
});
afterEach(() => store.closeWindows());
afterAll(() => store.close());

const APP = "/apps/com.mosis.weather/";
const KEYS_ENOUGH = 60;

test("the keyboard alone leads from home to what an app may do", async () => {
  const { page } = await store.open("/");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await tabTo(page, (text) => text === "Browse apps");
  await Promise.all([page.waitForURL("**/apps/"), page.keyboard.press("Enter")]);
  await tabTo(page, (text) => text.includes(" 59"));
  await Promise.all([page.waitForURL("**/apps/org.example.*/"), page.keyboard.press("Enter")]);
  const permission = page.locator("text=Keep its own data on this phone").first();
  for (let key = 0; key < KEYS_ENOUGH && !(await isInView(page, permission)); key += 1) {
    await page.keyboard.press("PageDown");
    await page.waitForTimeout(50);
  }
  expect(await isInView(page, permission)).toBe(true);
});

test("what has the focus shows it, on every stop of a page", async () => {
  const { page } = await store.open(APP);
  const stops = new Set<string>();
  for (let key = 0; key < KEYS_ENOUGH; key += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const [own, after] = [getComputedStyle(element), getComputedStyle(element, "::after")];
      const isShown = [own, after].some(
        (style) => style.outlineStyle === "solid" && parseFloat(style.outlineWidth) > 2,
      );
      return { name: element.outerHTML.slice(0, 80), isShown };
    });
    if (stop === null) break;
    expect(stop.isShown, stop.name).toBe(true);
    stops.add(stop.name);
  }
  expect(stops.size).toBeGreaterThan(8);
});

test.each(["/", "/docs/"])("who wants less motion sees none on %s", async (path) => {
  const { page } = await store.open(path, { reducedMotion: "reduce" });
  await page.locator("main a").first().hover();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) =>
      ["", "::before", "::after"].flatMap((part) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element, part || null);
        const rests = /^0s(?:, 0s)*$/.test(transitionDuration) && animationName === "none" && scrollBehavior === "auto";
        return rests ? [] : [`${element.localName}.${element.className}${part}`];
      }),
    ),
  );
  expect(moving).toEqual([]);
});

test("with colours of the system, buttons keep their edges and text its contrast", async () => {
  const { page } = await store.open(APP, { forcedColors: "active" });
  const edges = await page.locator(".theme").evaluate((button) => getComputedStyle(button, "::before").borderTopStyle);
  expect(edges).toBe("solid");
  const [text, paper, border] = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    const panel = document.querySelector(".panel") ?? document.body;
    return [color, backgroundColor, getComputedStyle(panel).borderTopColor];
  });
  expect(text).not.toBe(paper);
  expect(border).not.toBe(paper);
  await page.keyboard.press("Tab");
  expect(await page.locator(":focus").evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
});

test("a table of the docs that is too wide scrolls in itself, by keys as well", async () => {
  const { page } = await store.open("/docs/reference/rml/", { viewport: { width: 360, height: 800 } });
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("table")].findIndex(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth),
  );
  const table = page.locator("table").nth(wide);
  const hasFocus = (): Promise<boolean> => table.evaluate((element) => element.contains(document.activeElement));
  for (let key = 0; key < 3 * KEYS_ENOUGH && !(await hasFocus()); key += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
});

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
}

async function tabTo(page: Page, isWanted: (text: string) => boolean): Promise<void> {
  for (let key = 0; key < KEYS_ENOUGH; key += 1) {
    await page.keyboard.press("Tab");
    if (isWanted(await focused(page))) return;
  }
  throw new Error(`nothing that was wanted had the focus on ${page.url()}`);
}

async function isInView(page: Page, element: ReturnType<Page["locator"]>): Promise<boolean> {
  const box = await element.boundingBox();
  const { height } = page.viewportSize() ?? { height: 0 };
  return box !== null && box.y >= 0 && box.y + box.height <= height;
}
