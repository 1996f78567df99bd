/** How a point of the set-up is: fine, worth a look, or in the way. */
export type CheckStatus = "ok" | "warn" | "fail";

/** One point of the set-up that was looked at. A type, so that it is a JSON value. */
export type CheckResult = {
  /** Stable, for programs. */
  readonly id: string;
  readonly status: CheckStatus;
  /** A sentence about what was found. */
  readonly message: string;
  /** What to do, as imperative sentences; null where nothing is to be done. */
  readonly fix: string | null;
};

export function ok(id: string, message: string): CheckResult {
  return { id, status: "ok", message, fix: null };
}

export function warn(id: string, message: string, fix: string): CheckResult {
  return { id, status: "warn", message, fix };
}

export function fail(id: string, message: string, fix: string): CheckResult {
  return { id, status: "fail", message, fix };
}
