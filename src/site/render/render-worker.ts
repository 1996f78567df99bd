import { parentPort } from "node:worker_threads";

import { loadPages, type RenderTask } from "./render-pages.ts";

/** Says so when all modules are loaded. A failure is that of the thread: it ends with the error. */
async function work(task: RenderTask): Promise<void> {
  const render = await loadPages(task);
  parentPort?.postMessage("loaded");
  await render();
}

parentPort?.once("message", (task: RenderTask) => void work(task));
