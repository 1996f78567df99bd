import type { Checker, CheckMessage, CheckSubject } from "../../core/package/checking/check-messages.ts";
import {
  type CheckEvent,
  type CheckWorker,
  type Deadlines,
  superviseChecks,
} from "../../core/package/checking/supervise-checks.ts";
import { limits } from "../../core/limits.ts";

/**
 * Checks packages in a worker of this page, which starts with the first of them. A browser does not say that a worker ran out of
 * memory: then a deadline passes.
 *
 * @param open starts the worker
 */
export function browserChecker(
  deadlines: Deadlines = limits.checking,
  open: () => Worker = () => new Worker(new URL("./check-worker.ts", import.meta.url), { type: "module" }),
): Checker<CheckSubject> {
  return superviseChecks({ start: () => supervised(open()), after }, deadlines);
}

function supervised(worker: Worker): CheckWorker<CheckSubject> {
  let hear: (event: CheckEvent) => void = () => undefined;
  worker.addEventListener("message", ({ data }: MessageEvent<CheckMessage>) => hear(data));
  worker.addEventListener("error", ({ message }) => hear({ kind: "died", error: new Error(message) }));
  return {
    ask(subject, listener) {
      hear = listener;
      worker.postMessage(subject);
    },
    kill: () => worker.terminate(),
  };
}

/** What arrived meanwhile is heard first: a page that was busy itself is no reason to call its worker late. */
function after(milliseconds: number, action: () => void): () => void {
  let timeout = setTimeout(() => {
    timeout = setTimeout(action);
  }, milliseconds);
  return () => clearTimeout(timeout);
}
