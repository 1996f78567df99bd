/**
 * Why a store of the S3 kind did not do what was asked:
 * - `address`: the address or the credentials cannot be used
 * - `denied`: the keys are wrong or may not do this
 * - `missing`: there is no such bucket
 * - `unreachable`: no connection, or the store itself kept failing
 * - `corrupt`: other bytes arrived than were sent
 * - `malformed`: an answer that is none of S3
 * - `refused`: any other answer
 */
export type S3ErrorCode = "address" | "denied" | "missing" | "unreachable" | "corrupt" | "malformed" | "refused";

/** What a store of the S3 kind did not do, and why. */
export class S3Error extends Error {
  override readonly name = "S3Error";
  readonly code: S3ErrorCode;
  constructor(code: S3ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.code = code;
  }
}
