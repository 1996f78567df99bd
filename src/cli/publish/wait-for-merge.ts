import type { Deadline } from "./deadline.ts";
import type { Repository } from "../../core/publish/forge-address.ts";
import { pullStanding, type PullStanding } from "../../core/publish/pull-standing.ts";
import type { ForgeClient } from "../../node/forge-client.ts";
import { ForgeError } from "../../node/forge-error.ts";
import { watchPull } from "../../node/registry/submit/watch-pull.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** How the wait for a pull request ended. */
export interface WaitedPull {
  readonly outcome: "landed" | "refused" | "pending";
  readonly standing: PullStanding;
  /** Names and titles of checks that failed. */
  readonly failed: readonly string[];
}

/** A pull request at one moment. */
export interface SeenPull extends Omit<WaitedPull, "outcome"> {
  readonly hasLanded: boolean;
  /** Names of checks that have not ended. */
  readonly running: readonly string[];
}

/** One look at a pull request; null when it cannot be seen for a moment, which is no reason to give up waiting. */
export type LookAtPull = () => Promise<SeenPull | null>;

/** Follows a pull request until it has landed, or has come to a halt that only its developer can end, or time is over. */
export async function waitForMerge(
  number: number,
  look: LookAtPull,
  { deadline, terminal }: { readonly deadline: Deadline; readonly terminal: Terminal },
): Promise<WaitedPull> {
  let told = "";
  for (;;) {
    const pull = await look();
    if (pull !== null) {
      const { standing, failed } = pull;
      const line = progressLine(number, pull);
      if (line !== told) terminal.say(line);
      told = line;
      if (pull.hasLanded) return { outcome: "landed", standing, failed };
      if (isRefused(standing, failed)) return { outcome: "refused", standing, failed };
      if (deadline.passed()) return { outcome: "pending", standing, failed };
    } else if (deadline.passed()) {
      return { outcome: "pending", standing: pullStanding({ state: "open", labels: [] }), failed: [] };
    }
    await deadline.pause();
  }
}

/** For looking at a pull request on its forge. */
export function forgeLook(client: ForgeClient, registry: Repository, number: number): LookAtPull {
  const lookAt = watchPull(client, registry, number);
  return async () => {
    try {
      const pull = await lookAt();
      const failed = pull.failed.map(({ name, title }) => (title === "" ? name : `${name}: ${title}`));
      return { standing: pullStanding(pull), failed, running: pull.running, hasLanded: pull.state === "merged" };
    } catch (error) {
      if (error instanceof ForgeError && error.code === "unreachable") return null;
      throw error;
    }
  };
}

/** A check may fail and the submission still be right, as long as the registry's own machine says so. */
function isRefused({ state, appealed }: PullStanding, failed: readonly string[]): boolean {
  if (state === "rejected") return !appealed;
  if (state === "changes_requested" || state === "withdrawn") return true;
  return state === "submitted" && failed.length > 0;
}

function progressLine(number: number, { standing: { state, next }, running }: SeenPull): string {
  const checks = running.length === 0 ? "" : `; running: ${running.join(", ")}`;
  return `#${number}: ${state.replace("_", " ")}${next === "nobody" ? "" : `, waits for the ${next}`}${checks}`;
}
