import { type CheckMessage, type Checker, errorOf } from "./check-messages.ts";
import type { PackageReport } from "../check-package.ts";
import { finding } from "../../findings/finding.ts";
import { limits } from "../../limits.ts";

/** What becomes of a subject: what the worker says, or that it is no more. */
export type CheckEvent =
  | CheckMessage
  /** It needed more than `limits.checking.heapMiB`. */
  | { readonly kind: "out-of-memory" }
  | { readonly kind: "died"; readonly error: Error };

/** A worker that checks one subject at a time. */
export interface CheckWorker<Subject> {
  /** Sends a subject. `hear` is told all that becomes of it. */
  ask(subject: Subject, hear: (event: CheckEvent) => void): void;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/** Runs `action` once after so many milliseconds; the function returned takes that back. */
export type Timer = (milliseconds: number, action: () => void) => () => void;

/** Milliseconds. */
export interface Deadlines {
  readonly fileMs: number;
  readonly packageMs: number;
}

export interface SupervisorPorts<Subject> {
  start(): CheckWorker<Subject>;
  readonly after: Timer;
}

/** How the check of one subject ended, and whether the worker can be asked again. */
export type CheckEnd = { readonly keep: boolean } & (
  | { readonly kind: "report"; readonly report: PackageReport }
  | { readonly kind: "error"; readonly error: Error }
);

/**
 * Has a worker check one subject after the other. One that is late or out of memory is ended, and that is an error in the app: a
 * finding, never a pass. The next subject starts a worker when there is none.
 */
export function superviseChecks<Subject>(
  { start, after }: SupervisorPorts<Subject>,
  deadlines: Deadlines = limits.checking,
): Checker<Subject> {
  let kept: CheckWorker<Subject> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const check = (subject: Subject): Promise<PackageReport> =>
    new Promise((resolve, reject) => {
      const worker = (kept ??= start());
      watchCheck(subject, worker, after, deadlines, (end) => {
        if (!end.keep) {
          kept = null;
          worker.kill();
        }
        if (end.kind === "report") resolve(end.report);
        else reject(end.error);
      });
    });
  return (subject) => {
    const answer = last.then(() => check(subject));
    last = answer.catch(() => undefined);
    return answer;
  };
}

/** Waits for what becomes of one subject, no longer than the deadlines say. Calls `settle` once. */
export function watchCheck<Subject>(
  subject: Subject,
  worker: CheckWorker<Subject>,
  after: Timer,
  { fileMs, packageMs }: Deadlines,
  settle: (end: CheckEnd) => void,
): void {
  let file: string | null = null;
  let isOver = false;
  let stopFile = (): void => undefined;
  const end = (how: CheckEnd): void => {
    if (isOver) return;
    isOver = true;
    stopFile();
    stopPackage();
    settle(how);
  };
  const tooCostly = (what: "file" | "package", cost: string): void => {
    const message = `Checking the ${what} took more than ${cost}.`;
    const found = finding("package/too-costly", { ...(file !== null && { file }), message });
    end({ kind: "report", keep: false, report: { manifest: null, findings: [found], uses: [] } });
  };
  const stopPackage = after(packageMs, () => tooCostly("package", seconds(packageMs)));
  worker.ask(subject, (event) => {
    if (isOver) return;
    switch (event.kind) {
      case "begun":
        stopFile();
        file = event.file;
        stopFile = file === null ? () => undefined : after(fileMs, () => tooCostly("file", seconds(fileMs)));
        break;
      case "done":
        return end({ kind: "report", keep: true, report: event.report });
      case "failed":
        return end({ kind: "error", keep: true, error: errorOf(event.failure) });
      case "out-of-memory":
        return tooCostly(file === null ? "package" : "file", `${limits.checking.heapMiB} MiB of memory`);
      case "died":
        return end({ kind: "error", keep: false, error: event.error });
    }
  });
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} seconds`;
}
