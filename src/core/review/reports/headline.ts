import type { SubmissionReport } from "./submission-report.ts";
import type { Verdict } from "../review.ts";
import type { Actor } from "../state/submission-state.ts";

const VERDICTS: Readonly<Record<Verdict, string>> = {
  merge: "Nothing stands against it",
  review: "A person has to look",
  fail: "Something has to be mended",
};
const NEXT: Readonly<Record<Verdict, Actor>> = { merge: "machine", review: "reviewer", fail: "developer" };
const ACTORS: Readonly<Record<Actor, string>> = {
  developer: "its author",
  reviewer: "a reviewer",
  machine: "the machine",
  nobody: "nobody",
};

/** Verdict and next actor, what comes next, and until when: what everybody reads first. Holds no text of people. */
export interface Headline {
  readonly verdict: string;
  readonly next: string;
  readonly sentence: string;
}

export function headline({ report, status }: Pick<SubmissionReport, "report" | "status">): Headline {
  const verdict = VERDICTS[report.verdict];
  if (status === null) return { verdict, next: ACTORS[NEXT[report.verdict]], sentence: "" };
  const { state, next, deadline, appealed, sentence } = status;
  const said = `${verdict}; ${state.replaceAll("_", " ")}${appealed ? ", appealed" : ""}`;
  const until = deadline === null ? "" : `, by ${deadline.toISOString().slice(0, 10)}`;
  return { verdict: said, next: `${ACTORS[next]}${until}`, sentence };
}
