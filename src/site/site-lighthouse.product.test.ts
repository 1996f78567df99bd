import lighthouse from "lighthouse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type DebuggedBrowser, openDebuggedBrowser } from "../testing/browser.ts";
import type { LocalServer } from "../node/local-server.ts";
import { serveFolder } from "../node/serve-folder.ts";
import { type PublishedSite, publishSite } from "../testing/published-site.ts";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
type Category = (typeof CATEGORIES)[number];

/** Of a hundred, for each category. */
const LEAST = 95;
/** A machine that does something else meanwhile costs points of performance, and of nothing else. */
const RUNS = 3;

describe("Lighthouse, as a phone,", { tags: ["deep"] }, () => {
  let site: PublishedSite;
  let server: LocalServer;
  let browser: DebuggedBrowser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([publishSite(), openDebuggedBrowser()]);
    server = await serveFolder(site.folder, { port: 0 });
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.close()]);
    await site.remove();
  });

  test.each(["/", "/apps/com.mosis.weather/", "/docs/getting-started/"])(
    "finds %s good in everything",
    async (path) => {
      const first = await audit(path, CATEGORIES);
      expect(first.faults).toEqual([]);
      const speeds = [first.performance];
      while (speeds.length < RUNS && median(speeds) < LEAST)
        speeds.push((await audit(path, ["performance"])).performance);
      expect(median(speeds)).toBeGreaterThanOrEqual(LEAST);
    },
  );

  async function audit(
    path: string,
    onlyCategories: readonly Category[],
  ): Promise<{ readonly performance: number; readonly faults: readonly string[] }> {
    const result = await lighthouse(server.url + path, {
      port: browser.port,
      output: "json",
      logLevel: "error",
      onlyCategories: [...onlyCategories],
    });
    if (result === undefined) throw new Error(`Lighthouse says nothing of ${path}`);
    const { audits, categories } = result.lhr;
    const scoreOf = (id: Category): number => Math.round((categories[id]?.score ?? 0) * 100);
    const faults = onlyCategories
      .filter((id) => id !== "performance" && scoreOf(id) < LEAST)
      .map((id) => {
        const failed = (categories[id]?.auditRefs ?? []).filter(
          ({ id: name, weight }) => weight > 0 && (audits[name]?.score ?? 1) < 1,
        );
        return `${id} ${scoreOf(id)}: ${failed.map(({ id: name }) => audits[name]?.title ?? name).join("; ")}`;
      });
    return { performance: scoreOf("performance"), faults };
  }
});

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
