import { asForgeError } from "../../forge-error.ts";
import type { ForgeClient } from "../../forge-client.ts";
import type { Repository } from "../../../core/publish/forge-address.ts";
import type { PullSight } from "../../../core/publish/pull-standing.ts";

/** A check that failed on the head of a pull request. */
export interface FailedCheck {
  readonly name: string;
  readonly title: string;
}

/** A pull request at one moment. */
export interface WatchedPull extends PullSight {
  readonly failed: readonly FailedCheck[];
  /** Checks that have not ended. */
  readonly running: readonly string[];
}

const FAILURES: ReadonlySet<string> = new Set(["failure", "timed_out", "action_required"]);

/**
 * Looks at a pull request and the checks of its head.
 *
 * @throws ForgeError
 */
export async function watchPull({ request }: ForgeClient, registry: Repository, number: number): Promise<WatchedPull> {
  return asForgeError(async () => {
    const { data: pull } = await request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...registry,
      pull_number: number,
    });
    const labels = pull.labels.map(({ name }) => name);
    if (pull.merged) return { state: "merged", labels, failed: [], running: [] };
    if (pull.state === "closed") return { state: "closed", labels, failed: [], running: [] };
    const { data } = await request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
      ...registry,
      ref: pull.head.sha,
    });
    const failed = data.check_runs
      .filter(({ conclusion }) => conclusion !== null && FAILURES.has(conclusion))
      .map(({ name, output }) => ({ name, title: output.title ?? "" }));
    const running = data.check_runs.filter(({ status }) => status !== "completed").map(({ name }) => name);
    return { state: "open", labels, failed, running };
  });
}
