import type { AddressInfo } from "node:net";

import { createAdaptorServer } from "@hono/node-server";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { openBrowser, openPage } from "../../../../src/testing/browser.ts";
import { accessibilityFaults, layoutFaults } from "../../../../src/testing/page-faults.ts";
import { PASSWORD, PORTAL, type TestPortal, testPortal } from "../testing/portal.ts";

// The pages as a browser shows them: their own policy must let their style in.

const PATHS = ["/sign-in", "/register", "/forgot-password", "/reset-password?token=x", "/verify-email?token=x"];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** Serves a portal on this machine, which takes itself to be at {@link PORTAL}. */
async function serve(portal: TestPortal): Promise<string> {
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    if (headers.get("origin") === url) headers.set("origin", PORTAL);
    const body = request.method === "GET" ? null : await request.arrayBuffer();
    const sent = new Request(PORTAL + pathname + search, { method: request.method, headers, body });
    const answer = await portal.accounts.pages.request(sent);
    await portal.settle();
    return answer;
  };
  const server = createAdaptorServer({ fetch });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return url;
}

async function faultsOf(page: Page): Promise<readonly string[]> {
  return [...(await layoutFaults(page)), ...(await accessibilityFaults(page))];
}

describe.for([360, 1440])("at %i pixels", (width) => {
  describe.for(["light", "dark"] as const)("in %s colours", (colorScheme) => {
    const options: BrowserContextOptions = { viewport: { width, height: 800 }, colorScheme };

    test.for(PATHS)("%s has its style, and nothing is in the way", async (path) => {
      const url = await serve(testPortal());
      const { page, errors } = await openPage(browser, url + path, options);
      expect([...(await faultsOf(page)), ...errors]).toEqual([]);
      expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe("0px");
      await page.context().close();
    });

    test("who is signed in sees who wants in", async () => {
      const portal = testPortal();
      const { email } = await portal.signedUp("ada");
      const { body } = await portal.send("POST /auth/device/code", { body: { client_id: "mosis-cli" } });
      const url = await serve(portal);
      const link = url + String(body["verification_uri_complete"]).slice(PORTAL.length);
      const { page, errors } = await openPage(browser, link, options);
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Let it in" }).waitFor();
      expect([...(await faultsOf(page)), ...errors]).toEqual([]);
      await page.getByRole("button", { name: "Let it in" }).click();
      await page.getByText("go back to it").waitFor();
      await page.context().close();
    });
  });
});
