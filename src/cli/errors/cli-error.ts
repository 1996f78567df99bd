import { type ErrorCode, errorCodes } from "./error-codes.ts";
import type { ExitCode } from "./exit-codes.ts";

export interface CliErrorOptions extends ErrorOptions {
  readonly problem?: string;
}

/** Why a command cannot go on, in words for whoever typed it. Findings about an app are no errors but results. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: ErrorCode;
  /** The next step, as an imperative sentence, if there is one to advise. */
  readonly fix: string | null;
  /** What exactly is wrong, for programs, where the specification tells cases apart that people need not. */
  readonly problem: string | null;

  constructor(code: ErrorCode, message: string, fix: string | null = null, options: CliErrorOptions = {}) {
    const { problem = null, ...rest } = options;
    super(message, rest);
    this.code = code;
    this.fix = fix;
    this.problem = problem;
  }

  get exit(): ExitCode {
    return errorCodes[this.code].exit;
  }
}
