import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import type { RenderTask } from "./render-worker.ts";

/** So many pages are worth another worker: each loads the lists of the store anew. */
const PAGES_A_WORKER = 500;
/** What lives as long as a page. More than this makes no page faster, and takes 300 MiB. */
const YOUNG_MIB = 16;
/** Where Astro puts the compiled pages while it builds. */
const BUNDLE_FOLDER = ".prerender";

export interface PagesToRender extends Pick<RenderTask, "out" | "renderer"> {
  /** By component. */
  readonly pages: ReadonlyMap<string, readonly { readonly pathname: string }[]>;
}

/** Renders pages into their files, with as many workers as there are processors. */
export async function renderInWorkers({ out, renderer, pages }: PagesToRender): Promise<void> {
  const count = [...pages.values()].reduce((sum, each) => sum + each.length, 0);
  if (count === 0) return;
  const folder = join(out, BUNDLE_FOLDER);
  const entry = (await readdir(folder)).find((name) => /^prerender-entry\..*\.mjs$/.test(name));
  if (entry === undefined) throw new Error(`Astro has left no prerender-entry in ${folder}`);
  const workers = Math.min(availableParallelism(), Math.ceil(count / PAGES_A_WORKER));
  const tasks = Array.from({ length: workers }, (_, worker): RenderTask => ({
    bundle: pathToFileURL(join(folder, entry)).href,
    renderer,
    out,
    pages: new Map(
      [...pages].map(([component, each]) => [
        component,
        each.filter((__, at) => at % workers === worker).map(({ pathname }) => pathname),
      ]),
    ),
  }));
  await Promise.all(tasks.map(run));
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
