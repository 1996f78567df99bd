import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { AstroIntegration, AstroPrerenderer, PathWithRoute } from "astro";

import { collectLists } from "./keyed-paths.ts";
import {
  type PagePlan,
  type PagesByKey,
  planPages,
  readPageRecord,
  removePageRecord,
  writePageRecord,
} from "./page-record.ts";
import { type Rendering, renderInWorkers } from "./render-in-workers.ts";

const RENDERER = "/_render-page";

/**
 * Makes the pages that there are many of: those that `keyedPaths` lists with a `cacheKey`, which tells all that a page depends on
 * beside the code and the store's own document. Workers render them with the components that Astro has compiled (docs/adr/0031),
 * and the ones whose key is that of the build before stay as they lie. With `MOSIS_SITE_RENDERER=astro`, Astro makes them all.
 */
export function keyedPages(env: NodeJS.ProcessEnv = process.env): AstroIntegration {
  const { MOSIS_SITE_RENDERER: renderer, MOSIS_SITE_RECORD: file, MOSIS_SITE_STAMP: stamp = "" } = env;
  const { MOSIS_SITE_ONLY: only = null } = env;
  if (renderer === "astro") return { name: "mosis-keyed-pages", hooks: {} };
  const place = file === undefined ? null : { file, stamp };
  let site: Site;
  let made: PagesByKey = new Map();
  return {
    name: "mosis-keyed-pages",
    hooks: {
      "astro:config:setup": ({ command, injectRoute }) => {
        if (command !== "build") return;
        injectRoute({ pattern: RENDERER, entrypoint: new URL("render-page.ts", import.meta.url), prerender: true });
      },
      "astro:config:done": ({ config: { outDir, site: url = "http://localhost" } }) => {
        site = { out: fileURLToPath(outDir), origin: new URL(url).origin };
      },
      "astro:build:start": ({ setPrerenderer }) =>
        setPrerenderer((own) =>
          prerenderer(own, { ...site, only }, async (plan) => {
            const before = place === null ? null : await readPageRecord(place.file);
            if (place !== null) await removePageRecord(place.file);
            const planned = plan(before?.pages ?? new Map());
            made = planned.pages;
            return planned;
          }),
        ),
      "astro:build:done": async () => {
        if (place !== null) await writePageRecord(place.file, { stamp: place.stamp, pages: made });
      },
    },
  };
}

interface Site {
  /** Folder of the pages. */
  readonly out: string;
  readonly origin: string;
}

interface Work extends Site {
  /** Of the pages that workers make, only those of this pattern; null for all. */
  readonly only: string | null;
}

/** @param exchange plans with what there was, and keeps what there will be */
function prerenderer(
  own: AstroPrerenderer,
  { out, origin, only }: Work,
  exchange: (plan: (before: PagesByKey) => PagePlan) => Promise<PagePlan>,
): AstroPrerenderer {
  let samples: readonly PathWithRoute[] = [];
  let rendering: Rendering | undefined;
  return {
    ...own,
    name: "mosis-keyed-pages",
    async getStaticPaths() {
      const lists = collectLists(only);
      const all = await own.getStaticPaths();
      const renderer = all.find(({ route }) => route.route === RENDERER)?.route.component ?? "";
      const others = all.filter(({ route, cacheKey }) => route.route !== RENDERER && cacheKey === undefined);
      const addresses = others.map(({ pathname }) => pathname);
      const { made, removed } = await exchange((before) => planPages(before, lists, addresses));
      for (const pathname of removed) await rm(join(out, pathname, "index.html"), { force: true });
      const components = new Map(all.map(({ route }) => [route.route, route.component]));
      const pages = new Map([...made].map(([pattern, each]) => [components.get(pattern) ?? "", each]));
      const wanted = new Set([...made.values()].flat());
      samples = all.filter(({ cacheKey, pathname }) => cacheKey !== undefined && wanted.has(pathname));
      rendering = await renderInWorkers({ out, renderer, pages });
      return others;
    },
    async teardown() {
      await rendering?.finish();
      for (const sample of samples) await compareWithOwn(sample);
      await own.teardown?.();
    },
  };

  async function compareWithOwn({ pathname, route }: PathWithRoute): Promise<void> {
    const answer = await own.render(new Request(new URL(pathname, origin)), { routeData: route });
    const expected = await (answer instanceof Response ? answer : answer.response).text();
    if (expected === (await readFile(join(out, pathname, "index.html"), "utf8"))) return;
    throw new Error(
      `${pathname} is not what Astro makes of ${route.component}. Pages with a cacheKey are made from the parameters of their ` +
        "address alone, without props; build with MOSIS_SITE_RENDERER=astro to see the other one, and compare.",
    );
  }
}
