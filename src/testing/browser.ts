import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from "playwright-core";

import { inTurn } from "./in-turn.ts";

/** A page and what went wrong on it so far. */
export interface WatchedPage {
  readonly page: Page;
  /** Messages of its console that are errors, and errors nobody caught. */
  readonly errors: readonly string[];
}

/** For elements to appear and loads to finish. */
const PATIENCE_MS = 15_000;

/** Starts the browser that comes with the development dependencies. */
export async function openBrowser(): Promise<Browser> {
  // In a single process, closing one window would end the browser.
  const args = chromium.args.filter((argument) => argument !== "--single-process");
  // The first call on a machine unpacks it, which takes a while, and what is there counts as unpacked.
  const executablePath = await inTurn("browser", () => chromium.executablePath());
  return playwright.launch({ executablePath, args });
}

/**
 * Opens an address in a window of its own and waits until it is loaded.
 *
 * @param prepare what is done to the window before
 */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  prepare?: (page: Page) => Promise<void>,
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors: string[] = [];
  page.on("console", (message) => void (message.type() === "error" && errors.push(message.text())));
  page.on("pageerror", (error) => void errors.push(error.message));
  await prepare?.(page);
  await page.goto(url);
  return { page, errors };
}
