/**
 * Why a registry cannot be published as it is:
 * - `registry-broken`: one of its configuration files cannot be read
 * - `no-trust`: it has no root or no targets file
 */
export type PublishErrorCode = "registry-broken" | "no-trust";

export class PublishError extends Error {
  override readonly name = "PublishError";
  readonly code: PublishErrorCode;
  constructor(code: PublishErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
