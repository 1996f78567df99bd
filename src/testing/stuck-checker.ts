import type { NodeChecker } from "../node/checking/check-subject.ts";
import { type CheckWorker, superviseChecks } from "../core/package/checking/supervise-checks.ts";

/** The file that no worker of {@link stuckChecker} finishes. */
export const ENDLESS = "assets/main.rml";

const SHORTER = 1000;

/** Checks as a process does whose workers never finish one file, but in less time. */
export const stuckChecker: NodeChecker = superviseChecks({
  start: (): CheckWorker<unknown> => ({
    ask: (_, hear) => hear({ kind: "begun", file: ENDLESS }),
    kill: () => undefined,
  }),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds / SHORTER);
    return () => clearTimeout(timer);
  },
});
