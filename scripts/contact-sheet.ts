#!/usr/bin/env node
// Writes one picture a width with every kind of page in light and dark, to look at: `npm run contact-sheet`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import sharp from "sharp";

import { serveFolder } from "../src/node/serve-folder.ts";
import { openBrowser, openPage } from "../src/testing/browser.ts";
import { docsPages, oddStorePages, storePageKinds } from "../src/testing/page-kinds.ts";
import { publishSite } from "../src/testing/published-site.ts";

const OUT = join(import.meta.dirname, "../.jobs/contact-sheets");
const WIDTHS = [360, 768, 1440] as const;
const SCHEMES = ["light", "dark"] as const;
/** Pixels on the sheet. */
const THUMB = { width: 440, height: 1100 } as const;
const GAP = 16;

const samples = storePageKinds.map(({ sample }) => sample);
const paths = [...samples, ...Object.values(oddStorePages), "/ar/", "/ar/apps/com.mosis.weather/", ...docsPages];
const site = await publishSite();
const [server, browser] = await Promise.all([serveFolder(site.folder, { port: 0 }), openBrowser()]);
try {
  await mkdir(OUT, { recursive: true });
  for (const width of WIDTHS) {
    const rows = await Promise.all(SCHEMES.map((scheme) => row(browser, server.url, width, scheme)));
    const layers = rows.flatMap((pictures, y) =>
      pictures.map((input, x) => ({
        input,
        left: GAP + x * (THUMB.width + GAP),
        top: GAP + y * (THUMB.height + GAP),
      })),
    );
    const file = join(OUT, `${width}.webp`);
    await sharp({
      create: {
        width: GAP + paths.length * (THUMB.width + GAP),
        height: GAP + SCHEMES.length * (THUMB.height + GAP),
        channels: 3,
        background: "#888",
      },
    })
      .composite(layers)
      .webp({ quality: 80 })
      .toFile(file);
    console.log(file);
  }
} finally {
  await Promise.all([browser.close(), server.close()]);
  await site.remove();
}

/** The beginning of every page, as much as a thumbnail has room for. */
async function row(
  opened: Browser,
  url: string,
  width: number,
  colorScheme: (typeof SCHEMES)[number],
): Promise<readonly Buffer[]> {
  const height = Math.round((width * THUMB.height) / THUMB.width);
  const pictures: Buffer[] = [];
  for (const path of paths) {
    const { page } = await openPage(opened, url + path, { viewport: { width, height }, colorScheme });
    pictures.push(
      await sharp(await page.screenshot())
        .resize(THUMB)
        .toBuffer(),
    );
    await page.context().close();
  }
  return pictures;
}
