import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { renderPages, type RenderTask } from "./render-pages.ts";

/** So many pages are worth another thread: each loads the lists of the store anew. */
const PAGES_A_THREAD = 500;
/** What lives as long as a page. More than this makes no page faster, and takes 300 MiB. */
const YOUNG_MIB = 16;
/** Where Astro puts the compiled pages while it builds. */
const BUNDLE_FOLDER = ".prerender";

export type PagesToRender = Pick<RenderTask, "out" | "renderer" | "pages">;

/** Pages that are being rendered. */
export interface Rendering {
  /** Takes part, and comes back when all pages are in their files. */
  finish(): Promise<void>;
}

/**
 * Renders pages into their files, on as many threads as there are processors. One of them is this one, as soon as it has nothing else to
 * do: it has the lists of the store already.
 */
export async function renderInWorkers({ out, renderer, pages }: PagesToRender): Promise<Rendering> {
  const count = [...pages.values()].reduce((sum, each) => sum + each.length, 0);
  if (count === 0) return { finish: () => Promise.resolve() };
  const folder = join(out, BUNDLE_FOLDER);
  const entry = (await readdir(folder)).find((name) => /^prerender-entry\..*\.mjs$/.test(name));
  if (entry === undefined) throw new Error(`Astro has left no prerender-entry in ${folder}`);
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const task: RenderTask = { bundle: pathToFileURL(join(folder, entry)).href, renderer, out, pages, taken };
  const threads = Math.min(availableParallelism(), Math.ceil(count / PAGES_A_THREAD));
  const work = Promise.all(Array.from({ length: threads - 1 }, () => run(task)));
  // It is waited for at the end; until then a failure is nobody's.
  work.catch(() => null);
  return {
    async finish() {
      await Promise.all([work, renderPages(task)]);
    },
  };
}

function run(task: RenderTask): Promise<void> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL("render-worker.ts", import.meta.url), {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    worker.on("error", fail);
    worker.on("exit", (code) =>
      code === 0 ? done() : fail(new Error(`a worker that renders pages ended with ${code}`)),
    );
  });
}
