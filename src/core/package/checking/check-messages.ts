import { ChangedSourceError } from "../byte-source.ts";
import type { PackageReport } from "../check-package.ts";
import type { PackageFile } from "../package-document.ts";

/** What a worker is asked to check: the bytes of a `.mosis` file, or the files of a project. Data that any host can send to one. */
export type CheckSubject =
  | { readonly kind: "archive"; readonly archive: Uint8Array }
  | { readonly kind: "files"; readonly files: readonly PackageFile[] };

/** What a worker says of a subject: any number of `begun`, then how it ended. */
export type CheckMessage =
  /** A file is begun; null once there is no more to do than to compare files with each other. */
  | { readonly kind: "begun"; readonly file: string | null }
  | { readonly kind: "done"; readonly report: PackageReport }
  | { readonly kind: "failed"; readonly failure: CheckFailure };

/** An error as it travels. What errors of a file system say besides is beside these. */
export interface CheckFailure {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** Checks something somewhere else. Rejects with the error that whoever checked met, as {@link errorOf} tells it. */
export type Checker<Subject> = (subject: Subject) => Promise<PackageReport>;

/** The worker's part: checks once, and says so. */
export function answerCheck(
  check: (begin: (file: string | null) => void) => PackageReport,
  say: (message: CheckMessage) => void,
): void {
  let end: CheckMessage;
  try {
    end = { kind: "done", report: check((file) => say({ kind: "begun", file })) };
  } catch (error) {
    end = { kind: "failed", failure: failureOf(error) };
  }
  say(end);
}

function failureOf(error: unknown): CheckFailure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  return Object.assign({}, error, { name, message, ...(stack !== undefined && { stack }) });
}

/** The error again, with the stack of where it happened. */
export function errorOf(failure: CheckFailure): Error {
  const { name, message } = failure;
  if (name === "ChangedSourceError") return new ChangedSourceError(message);
  return Object.assign(new Error(message), failure);
}
