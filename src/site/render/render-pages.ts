import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { RouteInfo, SSRManifest } from "astro";

import { type Component, type renderPage } from "./render-page.ts";

/** What several threads are to do together. */
export interface RenderTask {
  /** The module that Astro has compiled the pages into. */
  readonly bundle: string;
  /** Component of the module that renders. */
  readonly renderer: string;
  /** Folder for the pages. */
  readonly out: string;
  /** Addresses by the component of their page. */
  readonly pages: ReadonlyMap<string, readonly string[]>;
  /** How many batches of pages were taken, in shared memory: each thread takes the next one. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** So many pages are taken at once: few enough that all threads end together. */
const BATCH = 10;

/** Where pages come to: the one before mostly lies in the same place. */
let place = "";

/** Making a folder with all that are missing above it takes four times as long as making one. */
function writePage(folder: string, html: string): void {
  const above = dirname(folder);
  if (above !== place) mkdirSync(above, { recursive: true });
  place = above;
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  writeFileSync(join(folder, "index.html"), html);
}

/** Pages of one component. */
interface Kind {
  readonly component: Component;
  readonly route: RouteInfo;
  readonly pathnames: readonly string[];
}

/**
 * Loads all modules that a task needs, so that they may be deleted afterwards.
 *
 * @returns renders into files what no other thread has taken, until nothing is left
 */
export async function loadPages({ bundle, renderer, out, pages, taken }: RenderTask): Promise<() => Promise<void>> {
  const { manifest } = (await import(bundle)) as { readonly manifest: SSRManifest };
  const { renderPage: render } = (await moduleOf(renderer)) as unknown as { readonly renderPage: typeof renderPage };
  const kinds = await Promise.all([...pages].map(([name, pathnames]) => kindOf(name, pathnames)));
  return async () => {
    let passed = 0;
    let own = Atomics.add(taken, 0, 1);
    for (const kind of kinds) {
      const batches = Math.ceil(kind.pathnames.length / BATCH);
      while (own < passed + batches) {
        const from = (own - passed) * BATCH;
        await renderAll({ ...kind, pathnames: kind.pathnames.slice(from, from + BATCH) });
        own = Atomics.add(taken, 0, 1);
      }
      passed += batches;
    }
  };

  async function kindOf(name: string, pathnames: readonly string[]): Promise<Kind> {
    const route = manifest.routes.find(({ routeData }) => routeData.component === name);
    if (route === undefined) throw new RangeError(`no page ${name} in the bundle`);
    return { component: (await moduleOf(name)).default, route, pathnames };
  }

  async function renderAll({ component, route, pathnames }: Kind): Promise<void> {
    // One kind of work after the other is faster than turn by turn.
    const made: (readonly [folder: string, html: string])[] = [];
    for (const pathname of pathnames) {
      made.push([join(out, pathname), await render({ component, route, pathname, manifest })]);
    }
    for (const [folder, html] of made) writePage(folder, html);
  }

  async function moduleOf(name: string) {
    const load = manifest.pageMap?.get(name);
    if (load === undefined) throw new RangeError(`no module ${name} in the bundle`);
    return (await load()).page();
  }
}
