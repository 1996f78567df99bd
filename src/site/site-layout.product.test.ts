import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { openSite, type OpenSite } from "../testing/open-site.ts";
import { accessibilityFaults, layoutFaults, loadingFaults } from "../testing/page-faults.ts";
import { docsPages, oddStorePages, storePageKinds } from "../testing/page-kinds.ts";

let store: OpenSite;

beforeAll(async () => {
  store = await openSite();
});
afterEach(() => store.closeWindows());
afterAll(() => store.close());

const HEIGHT = 800;
/** The list of what is on a page is there a while before the text. */
const SLOW_BYTES_A_SECOND = 200 * 1024;
const WIDTHS = [360, 768, 1440] as const;
const PAPER = { light: "rgb(250, 247, 242)", dark: "rgb(19, 18, 23)" } as const;
const APP = "/apps/com.mosis.weather/";
const sample = ["/", "/ar/", "/apps/2/", `/ar${APP}`, "/apps/org.example.unruly/"];
/** Looked at by axe, too. */
const wholeSample = [APP, "/docs/reference/manifest/"];

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test.each(sample)("%s fits, at every width", (path) => expectNoFaults(path, colorScheme, []));

  test.each(wholeSample)("%s fits and is accessible, at every width", (path) =>
    expectNoFaults(path, colorScheme, WIDTHS),
  );

  describe("all of them:", { tags: ["deep"] }, () => {
    const kinds = storePageKinds.map(({ sample: path }) => path);
    const inLanguages = kinds.flatMap((path) => (path === "/404.html" ? [path] : [path, `/de${path}`, `/ar${path}`]));
    const all = [...inLanguages, ...Object.values(oddStorePages), "/ar/apps/org.example.unruly/", ...docsPages];

    test.each(all)("%s", (path) => expectNoFaults(path, colorScheme, WIDTHS));
  });
});

test("every page of the store is of a kind that is looked at", () => {
  const paths = [...store.site.pages.keys()].filter((path) => path.endsWith(".html") && !path.startsWith("docs/"));
  const kindsOf = (path: string): readonly string[] => {
    const plain = path.replace(/^(?:es|de|ar|en-XA)\//, "");
    return storePageKinds.filter(({ files }) => files.test(plain)).map(({ name }) => name);
  };
  expect(paths.filter((path) => kindsOf(path).length !== 1)).toEqual([]);
  const missing = storePageKinds.filter(({ sample: address }) => {
    return !paths.includes(address.endsWith("/") ? `${address.slice(1)}index.html` : address.slice(1));
  });
  expect(missing).toEqual([]);
});

test("the docs do not move while their text is on its way", async () => {
  const options = { viewport: { width: 1440, height: HEIGHT } };
  const { page } = await store.open("/docs/reference/manifest/", options, async (opening) => {
    const session = await opening.context().newCDPSession(opening);
    await session.send("Network.enable");
    const line = { offline: false, latency: 0, downloadThroughput: SLOW_BYTES_A_SECOND, uploadThroughput: -1 };
    await session.send("Network.emulateNetworkConditions", line);
  });
  expect(await loadingFaults(page)).toEqual([]);
});

test("faults that are planted are found", async () => {
  const { page } = await store.open("/404.html", { viewport: { width: 360, height: HEIGHT } });
  expect(await layoutFaults(page)).toEqual([]);
  const plant = (styles: Partial<CSSStyleDeclaration>): Promise<void> =>
    page.evaluate((given) => {
      const paragraph = document.querySelector("main p");
      if (paragraph instanceof HTMLElement) Object.assign(paragraph.style, given);
    }, styles);
  await plant({ position: "relative", top: "-3rem" });
  expect((await layoutFaults(page)).join("\n")).toContain('on each other: "There is nothing here" in h1');
  await plant({ top: "0", height: "2rem", overflow: "hidden" });
  expect((await layoutFaults(page)).join("\n")).toContain('cut off: "The page was moved');
  await plant({ height: "auto", width: "500px" });
  expect((await layoutFaults(page)).join("\n")).toContain("the page scrolls sideways");
  await page.evaluate(() => document.querySelector("main a")?.replaceChildren());
  expect((await accessibilityFaults(page)).join("\n")).toContain("link-name");
});

/** Loads a page at the narrowest width in light colours and at the widest in dark ones, then looks at it at every width. */
async function expectNoFaults(
  path: string,
  colorScheme: keyof typeof PAPER,
  accessibleAt: readonly number[],
): Promise<void> {
  const widths = colorScheme === "light" ? WIDTHS : WIDTHS.toReversed();
  const { page, errors } = await store.open(path, {
    viewport: { width: widths[0] ?? 360, height: HEIGHT },
    colorScheme,
  });
  const faults = [...(await loadingFaults(page))];
  for (const width of widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    const found = [
      ...(await layoutFaults(page)),
      ...(accessibleAt.includes(width) ? await accessibilityFaults(page) : []),
    ];
    faults.push(...found.map((fault) => `${width} pixels: ${fault}`));
  }
  expect([...errors, ...faults]).toEqual([]);
  expect(await paperOf(page)).toBe(PAPER[colorScheme]);
}

function paperOf(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
