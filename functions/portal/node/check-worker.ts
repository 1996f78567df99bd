// Runs in a worker: checks the packages that it is sent, one after the other.
import { parentPort } from "node:worker_threads";

import { nodePorts } from "./package-ports.ts";
import { answerCheck, type CheckSubject } from "../../../src/core/package/checking/check-messages.ts";
import { checkSubject } from "../../../src/core/package/checking/check-subject.ts";

parentPort?.on("message", (subject: CheckSubject) =>
  answerCheck(
    (begin) => checkSubject(subject, nodePorts, begin),
    (message) => parentPort?.postMessage(message),
  ),
);
