import { limits } from "../limits.ts";

/** How a new version is watched. A type, so that it is a JSON value. */
export type Probation = {
  /** Crashes after this time do not count. */
  readonly until: string;
  /** How often the version crashed since. */
  readonly crashes: number;
};

export type CrashVerdict =
  /** The version is not, or no longer, on probation. */
  | { readonly kind: "ignored" }
  | { readonly kind: "counted"; readonly probation: Probation }
  /** It crashes again and again: the previous version is the better one. */
  | { readonly kind: "loop"; readonly crashes: number };

/** The probation of a version that is installed now. */
export function startProbation(now: Date): Probation {
  return { until: new Date(now.getTime() + limits.device.probationMs).toISOString(), crashes: 0 };
}

/** What a crash of the installed version means. */
export function afterCrash(probation: Probation | null, now: Date): CrashVerdict {
  if (probation === null || now.getTime() > Date.parse(probation.until)) return { kind: "ignored" };
  const crashes = probation.crashes + 1;
  if (crashes >= limits.device.probationCrashes) return { kind: "loop", crashes };
  return { kind: "counted", probation: { ...probation, crashes } };
}
