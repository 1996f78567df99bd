import { Worker } from "node:worker_threads";

import { limits } from "../../../src/core/limits.ts";
import type { Checker, CheckMessage, CheckSubject } from "../../../src/core/package/checking/check-messages.ts";
import {
  type CheckEvent,
  type CheckWorker,
  superviseChecks,
} from "../../../src/core/package/checking/supervise-checks.ts";

const ENTRY = new URL("check-worker.ts", import.meta.url);

/** Checks packages in one worker, which a package that takes too long or too much ends with itself (docs/adr/0025). */
export function packageChecker(): Checker<CheckSubject> {
  return superviseChecks({ start, after }, limits.checking);
}

function start(): CheckWorker<CheckSubject> {
  const worker = new Worker(ENTRY, { resourceLimits: { maxOldGenerationSizeMb: limits.checking.heapMiB } });
  let hear: (event: CheckEvent) => void = () => undefined;
  let death: CheckEvent | null = null;
  const die = (event: CheckEvent): void => {
    death ??= event;
    hear(event);
  };
  worker.unref();
  worker.on("message", (message: CheckMessage) => hear(message));
  worker.on("error", (error: NodeJS.ErrnoException) =>
    die(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? { kind: "out-of-memory" } : { kind: "died", error }),
  );
  worker.on("exit", () => die({ kind: "died", error: new Error("the worker that checks packages ended by itself") }));
  return {
    ask(subject, listener) {
      hear = listener;
      if (death === null) worker.postMessage(subject);
      else hear(death);
    },
    kill: () => void worker.terminate(),
  };
}

/** What arrived meanwhile is heard first: a process that was busy itself is no reason to call its worker late. */
function after(milliseconds: number, action: () => void): () => void {
  let immediate: NodeJS.Immediate | undefined;
  const timeout = setTimeout(() => {
    immediate = setImmediate(action);
  }, milliseconds);
  return () => {
    clearTimeout(timeout);
    clearImmediate(immediate);
  };
}
