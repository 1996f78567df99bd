import type { LoggedDecision, ReviewDocument, ReviewMonth } from "./api-documents.ts";
import { canonicalize } from "../json/canonical.ts";
import type { Decision } from "../registry/documents.ts";
import { allDecisions, type Registry } from "../registry/model.ts";
import type { ReviewQueue } from "../review/queue.ts";
import { decidedAt, monthCounts, monthOf, statisticsOf } from "../review/statistics.ts";
import { oneLine } from "../text/one-line.ts";

/** Where the published tree has what waits for review, what was decided last, and how long it takes. */
export const REVIEW_FILE = "v1/review.json";

/** Decisions in {@link REVIEW_FILE}; all of a month are in the file of the month. */
const NEWEST = 100;
/** Characters of what a reviewer said. */
const STATEMENT_CHARACTERS = 200;

/** All decisions of each month, by path: a publication changes one of them. */
export function monthFiles(registry: Registry): ReadonlyMap<string, Uint8Array> {
  const byMonth = Map.groupBy(newestFirst(registry), monthOf);
  const files = new Map<string, Uint8Array>();
  for (const [month, decisions] of byMonth) {
    if (month === null) continue;
    const document: ReviewMonth = { month, decisions: decisions.map((each) => logged(each, registry)) };
    files.set(monthPath(month), canonicalize(document));
  }
  return files;
}

/** @param queue null where none was ever kept */
export function reviewFile(registry: Registry, queue: ReviewQueue | null): Uint8Array {
  const decisions = newestFirst(registry);
  const document: ReviewDocument = {
    as_of: queue?.as_of ?? null,
    queue: queue?.submissions ?? [],
    statistics: statisticsOf(decisions),
    months: monthCounts(decisions).map((each) => ({ ...each, path: monthPath(each.month) })),
    decisions: decisions.slice(0, NEWEST).map((each) => logged(each, registry)),
  };
  return canonicalize(document);
}

function monthPath(month: string): string {
  return `v1/review/${month}.json`;
}

/** Old ones without a time come last. */
function newestFirst(registry: Registry): readonly Decision[] {
  const keyed = allDecisions(registry).map((decision) => ({ decision, at: decidedAt(decision) ?? "" }));
  return keyed
    .sort((a, b) => (a.at === b.at ? compare(a.decision, b.decision) : a.at > b.at ? -1 : 1))
    .map(({ decision }) => decision);
}

function compare(a: Decision, b: Decision): number {
  if (a.app_id !== b.app_id) return a.app_id < b.app_id ? -1 : 1;
  return b.version_code - a.version_code || b.n - a.n;
}

function logged(decision: Decision, { apps, config }: Registry): LoggedDecision {
  const { app_id, version_code, n, verdict, submission, reasons, reviewers, statements, timeline = [] } = decision;
  const version = apps.get(app_id)?.versions.find((each) => each.version_code === version_code)?.version;
  const logins = new Map(config.policy.reviewers.map(({ github_id: id, login }) => [id, login]));
  return {
    app_id,
    version_code,
    ...(version !== undefined && { version }),
    n,
    verdict,
    at: decidedAt(decision),
    ...(submission !== undefined && { submission }),
    rules: [...new Set(reasons.map(({ rule }) => rule))],
    reviewers: reviewers.map((id, index) => {
      const login = logins.get(id);
      const statement = oneLine(statements[index] ?? "", STATEMENT_CHARACTERS);
      return { github_id: id, ...(login !== undefined && { login }), statement };
    }),
    timeline,
  };
}
