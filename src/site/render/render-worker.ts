import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workerData } from "node:worker_threads";

import type { SSRManifest } from "astro";

import { type Component, type renderPage } from "./render-page.ts";

/** What a worker is to do. */
export interface RenderTask {
  /** The module that Astro has compiled the pages into. */
  readonly bundle: string;
  /** Component of the module that renders. */
  readonly renderer: string;
  /** Folder for the pages. */
  readonly out: string;
  /** Addresses by the component of their page. */
  readonly pages: ReadonlyMap<string, readonly string[]>;
}

const { bundle, renderer, out, pages } = workerData as RenderTask;
const { manifest } = (await import(bundle)) as { readonly manifest: SSRManifest };
const { renderPage: render } = (await moduleOf(renderer)) as unknown as { readonly renderPage: typeof renderPage };

for (const [name, pathnames] of pages) {
  const route = manifest.routes.find(({ routeData }) => routeData.component === name);
  if (route === undefined) throw new RangeError(`no page ${name} in the bundle`);
  const component: Component = (await moduleOf(name)).default;
  for (const pathname of pathnames) {
    const html = await render({ component, route, pathname, manifest });
    const folder = join(out, pathname);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.html"), html);
  }
}

async function moduleOf(name: string) {
  const load = manifest.pageMap?.get(name);
  if (load === undefined) throw new RangeError(`no module ${name} in the bundle`);
  return (await load()).page();
}
