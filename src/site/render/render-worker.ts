import { workerData } from "node:worker_threads";

import { renderPages, type RenderTask } from "./render-pages.ts";

await renderPages(workerData as RenderTask);
