import { pageNumber, pageParameter, type PagerView, pagerOf, splitPages } from "./paging.ts";
import { safeHref } from "./safe-href.ts";
import type { StoreInfo } from "./store-data.ts";
import { pageLanguages, type Reader } from "../i18n/reader.ts";
import type { LoggedDecision, ReviewDocument, ReviewMonth } from "../../core/index/api-documents.ts";
import type { SubmissionState } from "../../core/registry/submission-states.ts";
import type { QueuedSubmission } from "../../core/review/queue.ts";
import type { Durations } from "../../core/review/statistics.ts";

/** The public queue and log of review. */
export interface ReviewPageView {
  readonly recent: string;
  readonly times: readonly TimeView[];
  readonly queue: readonly QueueView[];
  /** When the queue was seen last; null where none is kept. */
  readonly asOf: string | null;
  /** Leads to all that wait; null where all are shown. */
  readonly more: string | null;
  readonly decisions: readonly DecisionView[];
  readonly months: readonly { readonly name: string; readonly href: string; readonly count: string }[];
}

/** How long submissions are in a state. */
export interface TimeView {
  readonly state: string;
  readonly median: string;
  readonly p90: string;
  readonly count: string;
}

export interface QueueView {
  readonly number: string;
  readonly href: string | null;
  readonly kind: string;
  /** What it is about, as named in the registry. */
  readonly subject: string;
  readonly state: string;
  /** Who is next, since when, and until when, in words. */
  readonly remarks: readonly string[];
}

export interface DecisionView {
  readonly subject: string;
  /** Of the app; null for one that the store does not have. */
  readonly href: string | null;
  readonly verdict: string;
  readonly isBad: boolean;
  readonly day: string;
  readonly time: string;
  readonly by: string;
  readonly statements: readonly string[];
  /** Ids of the rules that asked for a decision. */
  readonly rules: readonly string[];
}

/** What fits into the bytes of a page. */
const SHOWN_QUEUE = 40;
const SHOWN_DECISIONS = 20;
const SHOWN_MONTHS = 24;
const PAGE_SIZES = { first: 40, others: 24 } as const;
/** Those that people wait in. */
const TIMED_STATES: readonly SubmissionState[] = ["submitted", "in_review", "changes_requested", "held", "approved"];

/** @param known ids of apps that have a page */
export function reviewPageView(
  { statistics: { recent }, queue, as_of: asOf, decisions, months }: ReviewDocument,
  known: ReadonlySet<string>,
  reader: Reader,
): ReviewPageView {
  const { text, count, number, day, routes } = reader;
  return {
    recent: text("review.recent", { machine: number(recent.by_machine), people: number(recent.by_people) }),
    times: [
      ...TIMED_STATES.flatMap((state) => timeView(text(`state.${state}`), recent.states[state] ?? null, reader)),
      ...timeView(text("review.total"), recent.total, reader),
    ],
    queue: queue.slice(0, SHOWN_QUEUE).map((each) => queueView(each, reader)),
    asOf: asOf === null ? null : text("review.asOf", { day: day(asOf) }),
    more: queue.length > SHOWN_QUEUE ? text("review.queue.more", { count: number(queue.length) }) : null,
    decisions: decisions.slice(0, SHOWN_DECISIONS).map((each) => decisionView(each, known, reader)),
    months: months.slice(0, SHOWN_MONTHS).map(({ month, decisions: made }) => ({
      name: reader.month(month),
      href: routes.reviewMonth(month),
      count: count("review.count.decisions", made),
    })),
  };
}

/** The pages of a month. */
export function reviewMonthPaths(
  { month, decisions }: ReviewMonth,
  info: StoreInfo,
): readonly { readonly lang: string | undefined; readonly month: string; readonly page: string | undefined }[] {
  const pages = splitPages(decisions, PAGE_SIZES);
  return pageLanguages(info).flatMap(([lang]) =>
    pages.map(({ number }) => ({ lang, month, page: pageParameter(number) })),
  );
}

/** A page of the decisions of a month by the parameter of its address, newest first. */
export function reviewMonthPage(
  { month, decisions }: ReviewMonth,
  page: string | undefined,
  known: ReadonlySet<string>,
  reader: Reader,
): { readonly decisions: readonly DecisionView[]; readonly pager: PagerView | null } {
  const found = splitPages(decisions, PAGE_SIZES).find(({ number }) => number === pageNumber(page));
  if (found === undefined) throw new RangeError(`no page ${page} in this month`);
  const views = found.items.map((each) => decisionView(each, known, reader));
  const span = { from: views.at(-1)?.day ?? "", to: views[0]?.day ?? "" };
  return {
    decisions: views,
    pager: pagerOf(found, (number) => reader.routes.reviewMonth(month, number), reader.text("pager.span", span)),
  };
}

function timeView(state: string, durations: Durations | null, { duration, number }: Reader): readonly TimeView[] {
  if (durations === null) return [];
  const { median, p90, count } = durations;
  return [{ state, median: duration(median), p90: duration(p90), count: number(count) }];
}

function queueView(submission: QueuedSubmission, { text, day }: Reader): QueueView {
  const { number, url, kind, app_id: app, developer, version, state, next, since, deadline, appealed } = submission;
  return {
    number: `#${number}`,
    href: safeHref(url),
    kind: text(`kind.${kind ?? "unknown"}`),
    subject: [app ?? developer, version].filter((part) => part !== undefined).join(" "),
    state: text(`state.${state}`),
    remarks: [
      text("review.next", { actor: text(`actor.${next}`) }),
      text("review.since", { day: day(since) }),
      ...(deadline === null ? [] : [text("review.until", { day: day(deadline) })]),
      ...(appealed ? [text("review.appealed")] : []),
    ],
  };
}

function decisionView(
  decision: LoggedDecision,
  known: ReadonlySet<string>,
  { text, day, list, routes }: Reader,
): DecisionView {
  const { app_id: app, version, version_code: code, verdict, at, reviewers, rules } = decision;
  const names = reviewers.map(({ login, github_id: id }) => login ?? `#${id}`);
  return {
    subject: `${app} ${version ?? code}`,
    href: known.has(app) ? routes.app(app) : null,
    verdict: text(`verdict.${verdict}`),
    isBad: verdict === "rejected",
    day: at === null ? "" : day(at),
    time: at ?? "",
    by: names.length === 0 ? text("review.machine") : text("review.by", { reviewers: list(names) }),
    statements: reviewers.map(({ statement }) => statement).filter((statement) => statement !== ""),
    rules,
  };
}
