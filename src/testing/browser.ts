import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from "playwright-core";

import { inTurn } from "./in-turn.ts";
import { startLocalServer } from "../node/local-server.ts";

/** A page and what went wrong on it so far. */
export interface WatchedPage {
  readonly page: Page;
  /** Messages of its console that are errors, and errors nobody caught. */
  readonly errors: readonly string[];
}

/** For elements to appear and loads to finish. */
const PATIENCE_MS = 15_000;

/** A browser that other programs can drive as well. */
export interface DebuggedBrowser {
  /** Of its DevTools protocol, on this machine. */
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the browser that comes with the development dependencies. */
export function openBrowser(): Promise<Browser> {
  return launch([]);
}

/** Starts it with a port for Lighthouse. */
export async function openDebuggedBrowser(): Promise<DebuggedBrowser> {
  const probe = await startLocalServer(() => undefined, 0);
  const port = Number(new URL(probe.url).port);
  await probe.close();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  return { port, close: () => browser.close() };
}

async function launch(more: readonly string[]): Promise<Browser> {
  // In a single process, closing one window would end the browser.
  const args = chromium.args.filter((argument) => argument !== "--single-process");
  // The first call on a machine unpacks it, which takes a while, and what is there counts as unpacked.
  const executablePath = await inTurn("browser", () => chromium.executablePath());
  return playwright.launch({ executablePath, args: [...args, ...more] });
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
