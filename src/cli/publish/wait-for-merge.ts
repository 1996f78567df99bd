import type { Deadline } from "./deadline.ts";
import type { Repository } from "../../core/publish/forge-address.ts";
import { pullStanding, type PullStanding } from "../../core/publish/pull-standing.ts";
import type { ForgeClient } from "../../node/forge-client.ts";
import { ForgeError } from "../../node/forge-error.ts";
import { type LookAtPull, type WatchedPull, watchPull } from "../../node/registry/submit/watch-pull.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** How the wait for a pull request ended. */
export interface WaitedPull {
  readonly outcome: "landed" | "refused" | "pending";
  readonly standing: PullStanding;
  /** Names and titles of checks that failed. */
  readonly failed: readonly string[];
}

/** Follows a pull request until it has landed, or has come to a halt that only its developer can end, or time is over. */
export async function waitForMerge(
  client: ForgeClient,
  registry: Repository,
  number: number,
  { deadline, terminal }: { readonly deadline: Deadline; readonly terminal: Terminal },
): Promise<WaitedPull> {
  const lookAt = watchPull(client, registry, number);
  let told = "";
  for (;;) {
    const pull = await look(lookAt);
    if (pull !== null) {
      const standing = pullStanding(pull);
      const failed = pull.failed.map(({ name, title }) => (title === "" ? name : `${name}: ${title}`));
      const line = progressLine(number, standing, pull);
      if (line !== told) terminal.say(line);
      told = line;
      if (pull.state === "merged") return { outcome: "landed", standing, failed };
      if (isRefused(standing, failed)) return { outcome: "refused", standing, failed };
      if (deadline.passed()) return { outcome: "pending", standing, failed };
    } else if (deadline.passed()) {
      return { outcome: "pending", standing: pullStanding({ state: "open", labels: [] }), failed: [] };
    }
    await deadline.pause();
  }
}

/** Null when the forge cannot be reached for a moment, which is no reason to give up waiting. */
async function look(lookAt: LookAtPull): Promise<WatchedPull | null> {
  try {
    return await lookAt();
  } catch (error) {
    if (error instanceof ForgeError && error.code === "unreachable") return null;
    throw error;
  }
}

/** A check may fail and the submission still be right, as long as the registry's own machine says so. */
function isRefused({ state, appealed }: PullStanding, failed: readonly string[]): boolean {
  if (state === "rejected") return !appealed;
  if (state === "changes_requested" || state === "withdrawn") return true;
  return state === "submitted" && failed.length > 0;
}

function progressLine(number: number, { state, next }: PullStanding, { running }: WatchedPull): string {
  const checks = running.length === 0 ? "" : `; running: ${running.join(", ")}`;
  return `#${number}: ${state.replace("_", " ")}${next === "nobody" ? "" : `, waits for the ${next}`}${checks}`;
}
