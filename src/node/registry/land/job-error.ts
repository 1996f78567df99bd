/**
 * Why the jobs of a registry cannot do their work as it is configured:
 * - `bot-unnamed`: `policy.bots` does not name their account, so that they would not know their own comments again
 */
export type JobErrorCode = "bot-unnamed";

export class JobError extends Error {
  override readonly name = "JobError";
  readonly code: JobErrorCode;
  constructor(code: JobErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
