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
import { type Rendering, type RenderThreads, startThreads } from "./render-threads.ts";

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
  let rest: Build["finish"];
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
      "astro:build:start": ({ setPrerenderer }) => {
        const threads = startThreads();
        setPrerenderer((own) => {
          const { prerenderer, finish } = buildOf(own, { ...site, only, threads }, async (plan) => {
            const before = place === null ? null : await readPageRecord(place.file);
            if (place !== null) await removePageRecord(place.file);
            const planned = plan(before?.pages ?? new Map());
            made = planned.pages;
            return planned;
          });
          rest = finish;
          return prerenderer;
        });
      },
      "astro:build:done": async () => {
        await rest();
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
  readonly threads: RenderThreads;
}

/** What takes Astro's place. */
interface Build {
  readonly prerenderer: AstroPrerenderer;
  /** Takes part in rendering until all pages are there, and compares samples. Other threads go on while Astro and the docs do what is left. */
  finish(): Promise<void>;
}

/** @param exchange plans with what there was, and keeps what there will be */
function buildOf(
  own: AstroPrerenderer,
  { out, origin, only, threads }: Work,
  exchange: (plan: (before: PagesByKey) => PagePlan) => Promise<PagePlan>,
): Build {
  let samples: readonly PathWithRoute[] = [];
  const expected = new Map<PathWithRoute, string>();
  let rendering: Rendering | undefined;
  const prerenderer: AstroPrerenderer = {
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
      const pages = new Map(
        [...made].flatMap(([pattern, each]) => (each.length === 0 ? [] : [[components.get(pattern) ?? "", each]])),
      );
      const wanted = new Set([...made.values()].flat());
      samples = all.filter(({ cacheKey, pathname }) => cacheKey !== undefined && wanted.has(pathname));
      rendering = await threads.render({ out, renderer, pages });
      return others;
    },
    async teardown() {
      for (const sample of samples) expected.set(sample, await renderOwn(sample));
      await rendering?.load();
      await own.teardown?.();
    },
  };
  return {
    prerenderer,
    async finish() {
      await rendering?.finish();
      for (const [sample, html] of expected) await compare(sample, html);
    },
  };

  async function renderOwn({ pathname, route }: PathWithRoute): Promise<string> {
    const answer = await own.render(new Request(new URL(pathname, origin)), { routeData: route });
    return (answer instanceof Response ? answer : answer.response).text();
  }

  async function compare({ pathname, route }: PathWithRoute, html: string): Promise<void> {
    if (html === (await readFile(join(out, pathname, "index.html"), "utf8"))) return;
    throw new Error(
      `${pathname} is not what Astro makes of ${route.component}. Pages with a cacheKey are made from the parameters of their ` +
        "address alone, without props; build with MOSIS_SITE_RENDERER=astro to see the other one, and compare.",
    );
  }
}
