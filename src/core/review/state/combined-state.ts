import type { SubmissionStatus } from "./submission-state.ts";
import type { SubmissionState } from "../../registry/submission-states.ts";
import type { VersionState } from "../../registry/version-state.ts";

/** Where a version stands from its draft to its end: states of submissions, then those of published versions. */
export type CombinedState = SubmissionState | "unreleased" | "yanked" | "suspended";

/** One word for both: a version that has landed is what its events and the operators made of it. */
export function combinedState({ state }: Pick<SubmissionStatus, "state">, version: VersionState | null): CombinedState {
  if (state !== "published" || version === null || version.status === "available") return state;
  return version.status;
}
