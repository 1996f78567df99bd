// Runs in a worker: checks what it is sent, one subject after the other.
import { parentPort } from "node:worker_threads";

import { checkOnNode, type NodeSubject } from "./check-subject.ts";
import { answerCheck } from "../../core/package/checking/check-messages.ts";

parentPort?.on("message", (subject: NodeSubject) =>
  answerCheck(
    (begin) => checkOnNode(subject, begin),
    (message) => parentPort?.postMessage(message),
  ),
);
