#!/usr/bin/env node
// Writes the pictures of docs/images from a fresh local store: `npm run build && node scripts/screenshots.ts`.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";

import { printSteps } from "./lib/print-steps.ts";
import { openBrowser, openPage } from "../src/testing/browser.ts";
import { openLocalStore } from "../src/testing/local-store/local-store.ts";
import { fillStore } from "../src/testing/local-store/fill-story.ts";

const OUT = join(import.meta.dirname, "../docs/images");
const PAGES = { home: "/", app: "/apps/com.mosis.notes/" };
const WIDTHS = [360, 1440] as const;
const SCHEMES = ["light", "dark"] as const;

const root = await mkdtemp(join(tmpdir(), "mosis-screenshots-"));
const store = await openLocalStore({ root, reset: false, storePort: 0, forgePort: 0, withSite: true });
const browser = await openBrowser();
try {
  await fillStore(store, printSteps().step);
  await mkdir(OUT, { recursive: true });
  for (const [name, path] of Object.entries(PAGES)) {
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        const viewport = { width, height: width === 360 ? 780 : 900 };
        const { page } = await openPage(browser, store.storeUrl + path, { viewport, colorScheme });
        const picture = await page.screenshot({ fullPage: true });
        await sharp(picture)
          .webp({ quality: 80 })
          .toFile(join(OUT, `${name}-${width}-${colorScheme}.webp`));
      }
    }
  }
} finally {
  await browser.close();
  await store.close();
  await rm(root, { recursive: true, force: true });
}
