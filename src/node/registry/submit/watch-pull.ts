import { asForgeError, statusOf } from "../../forge-error.ts";
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
 * One look at a pull request.
 *
 * @throws ForgeError
 */
export type LookAtPull = () => Promise<WatchedPull>;

/**
 * For looking again and again at a pull request and the checks of its head. What did not change since the last look is not sent again,
 * and GitHub does not count it.
 */
export function watchPull(client: ForgeClient, registry: Repository, number: number): LookAtPull {
  const askPull = remembering((headers) =>
    client.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...registry, pull_number: number, headers }),
  );
  let askChecks = checksOf("");
  let head = "";
  return () =>
    asForgeError(async () => {
      const pull = await askPull();
      const labels = pull.labels.map(({ name }) => name);
      if (pull.merged) return { state: "merged", labels, failed: [], running: [] };
      if (pull.state === "closed") return { state: "closed", labels, failed: [], running: [] };
      if (pull.head.sha !== head) {
        head = pull.head.sha;
        askChecks = checksOf(head);
      }
      const { check_runs: runs } = await askChecks();
      const failed = runs
        .filter(({ conclusion }) => conclusion !== null && FAILURES.has(conclusion))
        .map(({ name, output }) => ({ name, title: output.title ?? "" }));
      const running = runs.filter(({ status }) => status !== "completed").map(({ name }) => name);
      return { state: "open", labels, failed, running };
    });

  function checksOf(ref: string) {
    return remembering((headers) =>
      client.request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", { ...registry, ref, headers }),
    );
  }
}

interface Answer<Data> {
  readonly data: Data;
  readonly headers: { readonly etag?: string };
}

/** Asks with the ETag of the last answer, and gives that one again when it still holds (304, which octokit throws). */
function remembering<Data>(
  ask: (headers: { readonly "if-none-match"?: string }) => Promise<Answer<Data>>,
): () => Promise<Data> {
  let last: Answer<Data> | null = null;
  return async () => {
    const etag = last?.headers.etag;
    try {
      last = await ask(etag === undefined ? {} : { "if-none-match": etag });
    } catch (error) {
      if (last === null || statusOf(error) !== 304) throw error;
    }
    return last.data;
  };
}
