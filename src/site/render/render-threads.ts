import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { loadPages, type RenderTask } from "./render-pages.ts";

/** So many pages are worth another thread: each loads the lists of the store anew. */
const PAGES_A_THREAD = 500;
/** More of them wait for the disk. */
const MOST_THREADS = 8;
/** What lives as long as a page. More than this makes no page faster, and takes 300 MiB. */
const YOUNG_MIB = 16;
/** Where Astro puts the compiled pages while it builds. */
const BUNDLE_FOLDER = ".prerender";

export type PagesToRender = Pick<RenderTask, "out" | "renderer" | "pages">;

/** Pages that are being rendered. */
export interface Rendering {
  /** Comes back when all threads, and this one, have loaded what Astro has compiled: it may be deleted. */
  load(): Promise<void>;
  /** After that: takes part, and comes back when all pages are in their files. */
  finish(): Promise<void>;
}

/** Threads that wait for pages. */
export interface RenderThreads {
  /** Has pages rendered into their files; not to be called again. Threads that are not needed end. */
  render(pages: PagesToRender): Promise<Rendering>;
}

/**
 * Starts threads, so that with this one there are as many as processors: it takes part as soon as it has nothing else to do, and has the
 * lists of the store already. Starting takes a while, in which Astro compiles.
 */
export function startThreads(): RenderThreads {
  const workers = Array.from({ length: Math.min(availableParallelism(), MOST_THREADS) - 1 }, startWorker);
  return {
    async render({ out, renderer, pages }) {
      const count = [...pages.values()].reduce((sum, each) => sum + each.length, 0);
      const needed = Math.max(0, Math.min(workers.length, Math.ceil(count / PAGES_A_THREAD) - 1));
      await Promise.all(workers.slice(needed).map((worker) => worker.terminate()));
      if (count === 0) return NOTHING;
      const bundle = pathToFileURL(await findBundle(out)).href;
      const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const task: RenderTask = { bundle, renderer, out, pages, taken };
      const works = workers.slice(0, needed).map((worker) => run(worker, task));
      let render: Awaited<ReturnType<typeof loadPages>> | undefined;
      return {
        async load() {
          [render] = await Promise.all([loadPages(task), ...works.map(({ loaded }) => loaded)]);
        },
        async finish() {
          await Promise.all([render?.(), ...works.map(({ done }) => done)]);
        },
      };
    },
  };
}

const NOTHING: Rendering = { load: () => Promise.resolve(), finish: () => Promise.resolve() };

async function findBundle(out: string): Promise<string> {
  const folder = join(out, BUNDLE_FOLDER);
  const entry = (await readdir(folder)).find((name) => /^prerender-entry\..*\.mjs$/.test(name));
  if (entry === undefined) throw new Error(`Astro has left no prerender-entry in ${folder}`);
  return join(folder, entry);
}

/** Does not keep the process: a build that fails has no work for it. */
function startWorker(): Worker {
  const worker = new Worker(new URL("render-worker.ts", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  worker.unref();
  return worker;
}

interface Work {
  /** When it has loaded all modules. */
  readonly loaded: Promise<void>;
  readonly done: Promise<void>;
}

function run(worker: Worker, task: RenderTask): Work {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  worker.ref();
  worker.on("error", reject);
  worker.on("exit", (code) =>
    code === 0 ? resolve() : reject(new Error(`a worker that renders pages ended with ${code}`)),
  );
  // It is waited for at the end; until then a failure is nobody's.
  done.catch(() => null);
  const loaded = new Promise<void>((load) => void worker.once("message", () => load()));
  worker.postMessage(task);
  return { loaded: Promise.race([loaded, done]), done };
}
