import type { SubmissionPlan } from "../../../src/core/publish/plan-submission.ts";

/** A pull request as the portal's App sees it. */
export interface ForgePull {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: "open" | "merged" | "closed";
  readonly labels: readonly string[];
  /** What the registry's machine says of it, as Markdown; null before it has. */
  readonly report: string | null;
  /** Checks of its head that are not done, or have not passed. */
  readonly checks: readonly { readonly name: string; readonly state: "running" | "failed"; readonly title: string }[];
}

/** The registry on its forge, with the rights of the portal's App. Methods throw ForgeUnavailable. */
export interface Forge {
  /** Numeric account of the App: the registry's policy lists it among its bots. */
  account(): Promise<number>;
  /** A file of the main branch below `registry/`; null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Names in a folder of the main branch; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Opens a pull request, or finds the one that is open for the same branch. */
  openSubmission(
    plan: Pick<SubmissionPlan, "branch" | "title" | "body" | "files">,
  ): Promise<{ readonly number: number; readonly url: string }>;
  /** Null where there is no such pull request. */
  submission(number: number): Promise<ForgePull | null>;
  /** Closes a pull request of the App's own, and says why. */
  close(number: number, why: string): Promise<void>;
}

/** The forge did not answer, or did not do what was asked. */
export class ForgeUnavailable extends Error {
  override readonly name = "ForgeUnavailable";
}
