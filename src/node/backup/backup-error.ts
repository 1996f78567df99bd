/**
 * Why nothing is backed up or restored:
 * - `no-backup`: a folder is no backup, or one of a format that this version does not know
 * - `damaged`: a file of a backup is not what was written, or what was copied cannot be read
 * - `incomplete`: something that is needed is not there
 * - `not-empty`: there is something where a part would be put
 */
export type BackupErrorCode = "no-backup" | "damaged" | "incomplete" | "not-empty";

export class BackupError extends Error {
  override readonly name = "BackupError";
  readonly code: BackupErrorCode;
  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
