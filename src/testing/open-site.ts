import type { Browser, BrowserContextOptions, Page } from "playwright-core";

import { openBrowser, openPage, type WatchedPage } from "./browser.ts";
import { publishSite, type PublishedSite } from "./published-site.ts";
import { serveFolder } from "../node/serve-folder.ts";

/** The made-up store, served, with a browser to look at it. */
export interface OpenSite {
  readonly site: PublishedSite;
  readonly browser: Browser;
  /** Address without a final slash. */
  readonly url: string;
  /** Opens a path of it in a window of its own; `prepare` is done to the window before. */
  open(path: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<void>): Promise<WatchedPage>;
  closeWindows(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the made-up store where nobody has yet, serves it, and starts a browser. */
export async function openSite(): Promise<OpenSite> {
  const [site, browser] = await Promise.all([publishSite(), openBrowser()]);
  const server = await serveFolder(site.folder, { port: 0 });
  return {
    site,
    browser,
    url: server.url,
    open: (path, options = {}, prepare) => openPage(browser, server.url + path, options, prepare),
    async closeWindows() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await Promise.all([browser.close(), server.close()]);
      await site.remove();
    },
  };
}
