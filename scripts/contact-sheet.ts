#!/usr/bin/env node
// Writes one picture a width with every kind of page in light and dark, to look at: `npm run contact-sheet`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

import { serveFolder } from "../src/node/serve-folder.ts";
import { openBrowser, openPage } from "../src/testing/browser.ts";
import { docsPages, oddStorePages, storePageKinds } from "../src/testing/page-kinds.ts";
import { publishSite } from "../src/testing/published-site.ts";

const OUT = join(import.meta.dirname, "../.jobs/contact-sheets");
/** Pixels of the window by its width, and what they are on the sheet. */
const SIZES = [
  { width: 360, height: 1000, shown: 1 },
  { width: 768, height: 1300, shown: 0.7 },
  { width: 1440, height: 1400, shown: 0.6 },
] as const;
const SCHEMES = ["light", "dark"] as const;
const GAP = 16;
/** Pages side by side. */
const COLUMNS = 8;

type Size = (typeof SIZES)[number];

const samples = storePageKinds.map(({ sample }) => sample);
const paths = [...samples, ...Object.values(oddStorePages), "/ar/", "/ar/apps/com.mosis.weather/", ...docsPages];
const site = await publishSite();
const [server, browser] = await Promise.all([serveFolder(site.folder, { port: 0 }), openBrowser()]);
try {
  await mkdir(OUT, { recursive: true });
  for (const size of SIZES) {
    const pictures: Buffer[] = [];
    for (const path of paths) {
      for (const scheme of SCHEMES) pictures.push(await picture(server.url + path, size, scheme));
    }
    const file = join(OUT, `${size.width}.webp`);
    await writeSheet(pictures, size, file);
    console.log(file);
  }
} finally {
  await Promise.all([browser.close(), server.close()]);
  await site.remove();
}

/** The beginning of a page, as much as a window shows. */
async function picture(url: string, size: Size, colorScheme: (typeof SCHEMES)[number]): Promise<Buffer> {
  const { page } = await openPage(browser, url, { viewport: size, colorScheme });
  await page.waitForLoadState("networkidle");
  const shot = await sharp(await page.screenshot())
    .resize(shownSize(size))
    .toBuffer();
  await page.context().close();
  return shot;
}

async function writeSheet(pictures: readonly Buffer[], size: Size, file: string): Promise<void> {
  const { width, height } = shownSize(size);
  const rows = Math.ceil(pictures.length / COLUMNS);
  const layers = pictures.map((input, index) => ({
    input,
    left: GAP + (index % COLUMNS) * (width + GAP),
    top: GAP + Math.floor(index / COLUMNS) * (height + GAP),
  }));
  const sheet = { width: GAP + COLUMNS * (width + GAP), height: GAP + rows * (height + GAP) };
  await sharp({ create: { ...sheet, channels: 3, background: "#888" } })
    .composite(layers)
    .webp({ quality: 80 })
    .toFile(file);
}

function shownSize({ width, height, shown }: Size): { readonly width: number; readonly height: number } {
  return { width: Math.round(width * shown), height: Math.round(height * shown) };
}
