import type { SubmissionStatus } from "./submission-state.ts";
import { type SubmissionState, submissionStates } from "../../registry/submission-states.ts";

/** Labels of a pull request that change. */
export interface LabelChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

const APPEALED = "appealed";

/** The label of a state. */
export function stateLabel(state: SubmissionState): string {
  return `state: ${state.replace("_", " ")}`;
}

/** Every label that the machine sets; it leaves all others alone. */
export const stateLabels: readonly string[] = [...submissionStates.map(stateLabel), APPEALED];

/** How to make the labels of a pull request tell its state. They are a cache: nothing is ever decided by them. */
export function labelChange(
  current: readonly string[],
  { state, appealed }: Pick<SubmissionStatus, "state" | "appealed">,
): LabelChange {
  const wanted = [stateLabel(state), ...(appealed ? [APPEALED] : [])];
  return {
    add: wanted.filter((each) => !current.includes(each)),
    remove: current.filter((each) => stateLabels.includes(each) && !wanted.includes(each)),
  };
}
