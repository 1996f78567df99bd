// Runs in a worker: checks what it is sent, one subject after the other.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort } from "node:worker_threads";

import { checkOnNode, type NodeSubject } from "./check-subject.ts";
import { answerCheck } from "../../core/package/checking/check-messages.ts";

/**
 * Bytes that are read of a package on disk between two collections. V8 sees objects and not how much their buffers hold: it would
 * keep those of a large package until they are twice its size.
 */
const COLLECT_EVERY = 16 * (1 << 20);

let read = 0;
let collect: (() => void) | null = null;

parentPort?.on("message", (subject: NodeSubject) =>
  answerCheck(
    (begin) => checkOnNode(subject, begin, collectSometimes),
    (message) => parentPort?.postMessage(message),
  ),
);

function collectSometimes(bytes: number): void {
  read += bytes;
  if (read < COLLECT_EVERY) return;
  read = 0;
  collect ??= collector();
  collect();
}

function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
