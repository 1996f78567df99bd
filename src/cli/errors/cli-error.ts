import { type ErrorCode, errorCodes } from "./error-codes.ts";
import type { ExitCode } from "./exit-codes.ts";

/** Why a command cannot go on, in words for whoever typed it. Findings about an app are no errors but results. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: ErrorCode;
  /** The next step, as an imperative sentence, if there is one to advise. */
  readonly fix: string | null;

  constructor(code: ErrorCode, message: string, fix: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.fix = fix;
  }

  get exit(): ExitCode {
    return errorCodes[this.code].exit;
  }
}
