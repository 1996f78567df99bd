import { asForgeError } from "../../forge-error.ts";
import type { ForgeClient } from "../../forge-client.ts";
import type { Repository } from "../../../core/publish/forge-address.ts";
import type { OpenSubmission } from "../../../core/publish/plan-submission.ts";
import { readMarker, type SubmissionMarker } from "../../../core/publish/submission-marker.ts";

/** A pull request of one's own that submits something, as lists show it. */
export interface OwnPull extends OpenSubmission {
  readonly marker: SubmissionMarker;
  readonly title: string;
  readonly url: string;
  readonly labels: readonly string[];
  readonly state: "open" | "merged" | "closed";
}

/** Pull requests that one look goes back. */
const PER_PAGE = 50;

/**
 * Somebody's own submissions, newest first, by one request whatever else the registry has open.
 *
 * @throws ForgeError
 */
export async function ownPulls(
  { request }: ForgeClient,
  registry: Repository,
  login: string,
  state: "open" | "all",
): Promise<readonly OwnPull[]> {
  const query = { ...registry, creator: login, state, per_page: PER_PAGE };
  const { data } = await asForgeError(() => request("GET /repos/{owner}/{repo}/issues", query));
  return data.flatMap((issue) => {
    const marker = readMarker(issue.body ?? "");
    if (marker === null || issue.pull_request === undefined) return [];
    const { number, title, html_url: url } = issue;
    const labels = issue.labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
    const closed = issue.pull_request.merged_at == null ? "closed" : "merged";
    return [{ number, title, url, labels, marker, state: issue.state === "open" ? "open" : closed }];
  });
}
