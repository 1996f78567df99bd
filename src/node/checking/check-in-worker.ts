import { extname } from "node:path";
import { Worker } from "node:worker_threads";

import type { NodeChecker, NodeSubject } from "./check-subject.ts";
import { Bug } from "../../core/findings/bug.ts";
import { limits } from "../../core/limits.ts";
import type { CheckMessage } from "../../core/package/checking/check-messages.ts";
import {
  type CheckEvent,
  type CheckWorker,
  type Deadlines,
  superviseChecks,
} from "../../core/package/checking/supervise-checks.ts";

/** Compiled, this module and the worker's have another extension. */
const ENTRY = new URL(`check-worker${extname(import.meta.url)}`, import.meta.url);

/** Checks packages in the one worker of this process, which starts with the first of them and keeps no process alive. */
export const checkInWorker: NodeChecker = workerChecker();

/**
 * A checker with a worker of its own.
 *
 * @param entry module of the worker
 */
export function workerChecker(
  entry: URL = ENTRY,
  deadlines: Deadlines = limits.checking,
  heapMiB: number = limits.checking.heapMiB,
): NodeChecker {
  return superviseChecks({ start: () => startWorker(entry, heapMiB), after }, deadlines);
}

function startWorker(entry: URL, heapMiB: number): CheckWorker<NodeSubject> {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMiB } });
  let hear: (event: CheckEvent) => void = () => undefined;
  let death: CheckEvent | null = null;
  const die = (event: CheckEvent): void => {
    death ??= event;
    hear(event);
  };
  worker.unref();
  worker.on("message", (message: CheckMessage) => {
    if (message.kind !== "begun") worker.unref();
    hear(message);
  });
  worker.on("error", (error: NodeJS.ErrnoException) =>
    die(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? { kind: "out-of-memory" } : { kind: "died", error }),
  );
  worker.on("exit", () => die({ kind: "died", error: new Bug("the worker that checks packages ended by itself") }));
  return {
    ask(subject, listener) {
      hear = listener;
      if (death !== null) return hear(death);
      worker.ref();
      worker.postMessage(subject);
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
