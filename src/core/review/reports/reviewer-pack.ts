import { changesMarkdown } from "./changes-markdown.ts";
import { findingLine } from "./finding-markdown.ts";
import { headline } from "./headline.ts";
import { plainMarkdown } from "./plain-markdown.ts";
import type { SubmissionReport } from "./submission-report.ts";
import type { RuleId } from "../../findings/catalogue.ts";
import type { Finding } from "../../findings/finding.ts";

/** What a reviewer has to answer before approving, by the rule that asks for a person. */
const QUESTIONS: Readonly<Partial<Record<RuleId, string>>> = {
  "risk/first-app": "Does the app do what its listing says, and is it the developer's own work and name?",
  "risk/permission-added": "Does the app need the permission for what it does, and does its reason say so truly?",
  "risk/origin-changed": "Is the new place of packages the developer's, and why did it change?",
  "risk/key-added": "Did the owner ask for this key, in another way than this pull request?",
  "risk/recovery": "Is it the owner who asks, and do the documents say no more than that keys were lost?",
  "risk/reserved-owner": "May this developer have the reserved ids?",
  "risk/withdrawal": "Does the owner know that the id is gone for good?",
  "risk/user-reports": "Does this version answer what users reported, or is it what they reported?",
  "risk/sample": "Is anything odd at all? Nothing was found.",
  "owner/changed": "Do both owners want this, in another way than this pull request?",
};

/** Everything a reviewer needs on one page: what changed, what to answer, and the exact line that approves. */
export function reviewerPack(report: SubmissionReport): string {
  const { head, comparison } = report;
  const { verdict, next, sentence } = headline(report);
  const asking = report.report.findings.filter(({ severity }) => severity === "review");
  return [
    `**${verdict}.** Next: **${next}**.${sentence === "" ? "" : ` ${sentence}`}`,
    "",
    ...(comparison === null ? [] : changesMarkdown(comparison)),
    "### Why a person is asked",
    "",
    ...report.risk.parts.map(({ part, points, reason }) => `- ${part}, ${points} of 100: ${plainMarkdown(reason)}`),
    ...(asking.length === 0 ? ["- No finding asks for one."] : asking.map(findingLine)),
    "",
    ...reviewLines(report),
    "",
    "### To decide",
    "",
    "One of these at the beginning of a line of a new comment. Say why: it is kept in the decision.",
    "",
    "```",
    `/approve ${head} <reason>`,
    "/request-changes <reason>",
    "/reject <reason>",
    "/hold <reason>",
    "```",
    "",
  ].join("\n");
}

/** The questions to answer. */
export function reviewLines({ report: { findings } }: SubmissionReport): readonly string[] {
  const asking = findings.filter(({ severity }) => severity === "review");
  return ["### To answer", "", ...questions(asking).map((question) => `- [ ] ${question}`)];
}

function questions(asking: readonly Finding[]): readonly string[] {
  const found = asking.map(({ rule }) => QUESTIONS[rule] ?? `Is what ${rule} found all right, and why?`);
  return [...new Set([...found, "Is the commit below the one you looked at?"])];
}
